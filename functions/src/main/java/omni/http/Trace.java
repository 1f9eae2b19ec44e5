package omni.http;

import java.util.Optional;
import java.util.regex.Pattern;
import omni.access.Ids;
import omni.access.SecretFormat;

/** Request id and trace of one call (contract 2). Both are labels: nothing is charged, merged or found by them alone. */
public record Trace(String requestId, String traceparent) {

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

    /**
     * Takes over what the caller sent, where it is well-formed; else makes anew. An id is logged, stored and shown to others of
     * the organization, so that one in which a secret begins is not taken.
     */
    public static Trace of(Request request, Settings settings, Ids ids) {
        var requestId = request.header("x-request-id")
                .filter(id -> REQUEST_ID.matcher(id).matches() && !SecretFormat.holdsSecret(id, settings.keyBrand()))
                .orElseGet(ids::request);
        var traceId = request.header("traceparent").flatMap(Trace::traceId).orElseGet(() -> ids.hex(32));
        return new Trace(requestId, "00-" + traceId + "-" + ids.hex(16) + "-01");
    }

    private static Optional<String> traceId(String header) {
        var matcher = TRACEPARENT.matcher(header);
        return matcher.matches()
                        && !matcher.group(1).equals("ff")
                        && !matcher.group(2).matches("0+")
                        && !matcher.group(3).matches("0+")
                ? Optional.of(matcher.group(2))
                : Optional.empty();
    }
}
