package omni.local.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omni.refusal.CallCheck;
import org.jspecify.annotations.Nullable;

/**
 * A request that left no row, as the log tells of it: which check refused it, on which facts.
 *
 * @param line of the request, or of the authorizer's denial
 */
record RefusedRequest(Map<String, @Nullable Object> line) {

    private static final String DENIED = "denied";

    /** What of the log's lines tells of requests; a request that reached its work has a row, which tells more. */
    static List<RefusedRequest> among(List<Map<String, @Nullable Object>> lines) {
        return lines.stream()
                .filter(line -> "request".equals(line.get("event")) || DENIED.equals(line.get("event")))
                .map(RefusedRequest::new)
                .toList();
    }

    private boolean isDenied() {
        return DENIED.equals(line.get("event"));
    }

    private Optional<CallCheck> check() {
        return isDenied() ? Optional.of(CallCheck.AUTHENTICATION) : CallCheck.of(text("errorCode"));
    }

    boolean isRefused() {
        return check().isPresent();
    }

    /** What to say of it, by name, in order. */
    Map<String, String> story() {
        var story = new LinkedHashMap<String, String>();
        story.put("request", text("requestId") + " at " + text("at"));
        story.put("route", isDenied() ? text("operation") : text("method") + " " + text("operation") + meterClass());
        if (!isDenied()) {
            story.put(
                    "answer",
                    text("status") + (code().isEmpty() ? "" : " " + code()) + " after " + text("latencyMs") + " ms");
        }
        check().ifPresent(check -> story.put(
                "refused", "by check " + check.step() + ", " + check.words() + "; nothing was written or charged"));
        var facts = facts();
        if (!facts.isEmpty()) {
            story.put("facts", facts);
        }
        if (line.get("planKey") != null) {
            story.put(
                    "standing",
                    "plan " + text("planKey") + ", state " + text("billingState") + ", " + text("freeGrantRemaining")
                            + " of the grant left");
        }
        return story;
    }

    private String meterClass() {
        return line.get("meterClass") == null ? "" : ", class " + text("meterClass");
    }

    private String code() {
        return text("errorCode");
    }

    private String facts() {
        if (isDenied()) {
            return "reason " + text("reason");
        }
        var facts = new ArrayList<String>();
        if (line.get("refusal") instanceof Map<?, ?> told) {
            told.forEach((name, value) -> facts.add(name + " " + words(value)));
        }
        return String.join(", ", facts);
    }

    private static String words(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : String.valueOf(value);
    }

    private String text(String name) {
        var value = line.get(name);
        return value == null ? "" : value.toString();
    }
}
