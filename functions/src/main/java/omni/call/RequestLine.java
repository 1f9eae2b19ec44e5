package omni.call;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import omni.call.Shell.Parts;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** What the log has of a request: one line, and another where its window could not be counted. */
final class RequestLine {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private RequestLine() {}

    static Map<String, @Nullable Object> of(
            Parts parts, Asked asked, Served served, TokenCounting.Count tokens, long startedAt) {
        var standing = served.standing();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "request");
        line.put("at", parts.clock().instant());
        line.put("operation", asked.operation().operationId());
        line.put("method", method(asked.request().method()));
        line.put("requestId", asked.trace().requestId());
        line.put("traceparent", asked.trace().traceparent());
        line.put("meterClass", served.meterClass());
        line.put(
                "planKey",
                standing == null ? null : standing.position().effectivePlan().wire());
        line.put("billingStatus", standing == null ? null : standing.billingStatus());
        line.put(
                "billingState",
                standing == null ? null : standing.position().state().wire());
        line.put("freeGrantRemaining", standing == null ? null : standing.grantLeft());
        line.put("tokenCount", tokens.tokens());
        line.put("estimatedCost", served.cost().costHeader());
        line.put("tokenCountEstimated", tokens.estimated());
        line.put("usageId", served.usageId());
        line.put("status", served.rendered().status());
        line.put("errorCode", errorCode(served));
        line.put("latencyMs", (parts.nanos().getAsLong() - startedAt) / NANOS_PER_MILLI);
        return line;
    }

    /** A method that nobody knows is a text of the caller's like any other. */
    private static String method(String called) {
        return METHODS.contains(called) ? called : "other";
    }

    /** A window that could not be counted, of a route that was served all the same (contract 15). */
    static Map<String, @Nullable Object> missedCount(Operation operation, Exchange exchange, String cause) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "window_count_missed");
        line.put("operation", operation.operationId());
        line.put("requestId", exchange.requestId());
        line.put("cause", cause);
        return line;
    }

    private static @Nullable Object errorCode(Served served) {
        if (served.rendered().status() < 400) {
            return null;
        }
        try {
            return Json.readObject(served.rendered().body().bytes()).get("code");
        } catch (Json.MalformedJson e) {
            return new String(served.rendered().body().bytes(), StandardCharsets.UTF_8).isEmpty() ? null : "page";
        }
    }
}
