package omni.endpoint;

import java.util.List;
import java.util.Map;
import omni.access.StoreCheck;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.log.LogLine;
import omni.log.RequestLog;

/**
 * Whether the store answers, by one small read of at most a second; why it does not is told to the log alone. {@code GET
 * /readyz}, contract 11.1.
 */
public record GetReadiness(StoreCheck store, RequestLog log) implements Endpoint {

    private static final String RETRY_AFTER_SECONDS = "1";

    record Response(String object, boolean ok, String status) {}

    @Override
    public Reply handle(Exchange exchange) {
        return store.fault()
                .map(cause -> notReady(exchange, cause))
                .orElseGet(() -> Reply.Answer.ok(new Response("readiness", true, "ready")))
                .with("Cache-Control", "no-store");
    }

    private Reply.Answer notReady(Exchange exchange, String cause) {
        log.line(new LogLine.Hindrance(LogLine.Hindrance.Event.NOT_READY, exchange.now(), exchange.requestId(), cause));
        return new Reply.Answer(
                503,
                new Response("readiness", false, "not_ready"),
                Map.of("Retry-After", RETRY_AFTER_SECONDS),
                List.of());
    }
}
