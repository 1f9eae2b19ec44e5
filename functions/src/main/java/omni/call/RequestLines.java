package omni.call;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import omni.call.Shell.Parts;
import omni.json.Json;
import omni.log.LogLine;
import omni.log.RequestLine;
import omni.refusal.RefusalFacts;
import org.jspecify.annotations.Nullable;

/** What the log has of a request: one line, and another where its window could not be counted. */
final class RequestLines {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private RequestLines() {}

    static RequestLine of(Parts parts, Asked asked, Served served, TokenCounting.Count tokens, long startedAt) {
        var error = error(served);
        return new RequestLine(
                parts.clock().instant(),
                asked.operation().operationId(),
                method(asked.request().method()),
                asked.trace().requestId(),
                asked.trace().traceparent(),
                served.meterClass(),
                standing(served.standing()),
                new RequestLine.Tokens(tokens.tokens(), tokens.estimated()),
                served.cost().costHeader(),
                served.usageId(),
                served.rendered().status(),
                error.get("code"),
                (parts.nanos().getAsLong() - startedAt) / NANOS_PER_MILLI,
                RefusalFacts.of(error));
    }

    private static RequestLine.@Nullable Standing standing(MeterHeaders.@Nullable Standing standing) {
        return standing == null
                ? null
                : new RequestLine.Standing(
                        standing.position().effectivePlan().wire(),
                        standing.billingStatus(),
                        standing.position().state().wire(),
                        standing.grantLeft());
    }

    /** A method that nobody knows is a text of the caller's like any other. */
    private static String method(String called) {
        return METHODS.contains(called) ? called : "other";
    }

    /** A window that could not be counted, of a route that was served all the same. */
    static LogLine missedCount(Operation operation, Exchange exchange, String cause) {
        return new LogLine.WindowCountMissed(operation.operationId(), exchange.requestId(), cause);
    }

    /** Empty for a success and for what is no JSON. */
    private static Map<String, @Nullable Object> error(Served served) {
        if (served.rendered().status() < 400) {
            return Map.of();
        }
        try {
            return Json.readObject(served.rendered().body().bytes());
        } catch (Json.MalformedJson e) {
            var isEmpty = new String(served.rendered().body().bytes(), StandardCharsets.UTF_8).isEmpty();
            return isEmpty ? Map.of() : Map.of("code", "page");
        }
    }
}
