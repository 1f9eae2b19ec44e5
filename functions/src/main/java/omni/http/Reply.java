package omni.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/** What an endpoint says: an answer, or a problem. */
public sealed interface Reply {

    int status();

    Map<String, String> headers();

    /**
     * An answer.
     *
     * @param body a record or tree to be written as JSON, text, a {@link omni.meter.Body} to be sent as it is, or null for
     *     none
     * @param cookies {@code Set-Cookie} values
     */
    record Answer(int status, @Nullable Object body, Map<String, String> headers, List<String> cookies)
            implements Reply {

        public static Answer ok(Object body) {
            return new Answer(200, body, Map.of(), List.of());
        }

        public static Answer created(Object body) {
            return new Answer(201, body, Map.of(), List.of());
        }

        public Answer with(String header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more, cookies);
        }
    }

    /**
     * A problem (contract 9.1).
     *
     * @param message for people; never anything internal
     * @param hint what to do about it; null for none
     * @param docsPath where the documentation speaks of it; null for the code's own anchor
     * @param details {@code retryable} is added where it is missing
     */
    record Problem(
            ErrorCode code,
            String message,
            @Nullable String hint,
            @Nullable String docsPath,
            Map<String, @Nullable Object> details,
            Map<String, String> headers)
            implements Reply {

        public static Problem of(ErrorCode code, String message) {
            return new Problem(code, message, null, null, Map.of(), Map.of());
        }

        /** 400 {@code validation_error}: its message is the first of the faults, its details are all of them (contract 2). */
        public static Problem validation(List<Fields.Fault> faults) {
            var first = faults.getFirst();
            return of(ErrorCode.VALIDATION_ERROR, first.path() + ": " + first.message() + ".")
                    .detail("issues", faults);
        }

        /** 503 after every race was lost: nothing was changed. */
        public static Problem busy(String what) {
            return of(ErrorCode.SERVICE_UNAVAILABLE, what + " being changed; try again.")
                    .retryAfter(1);
        }

        /** 404 where the caller's organization has ended since they were let in. */
        public static Problem organizationGone() {
            return of(ErrorCode.ORGANIZATION_NOT_FOUND, "The organization is gone.");
        }

        @Override
        public int status() {
            return code.status();
        }

        public Problem message(String text) {
            return new Problem(code, text, hint, docsPath, details, headers);
        }

        public Problem hint(String text) {
            return new Problem(code, message, text, docsPath, details, headers);
        }

        public Problem docs(String path) {
            return new Problem(code, message, hint, path, details, headers);
        }

        public Problem detail(String name, @Nullable Object value) {
            var more = new LinkedHashMap<String, @Nullable Object>(details);
            more.put(name, value);
            return new Problem(code, message, hint, docsPath, more, headers);
        }

        public Problem header(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Problem(code, message, hint, docsPath, details, more);
        }

        /** A problem that a repetition may mend, after so many seconds. */
        public Problem retryAfter(long seconds) {
            return header("Retry-After", Long.toString(seconds)).detail("retryable", true);
        }
    }
}
