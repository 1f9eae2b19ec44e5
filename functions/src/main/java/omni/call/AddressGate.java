package omni.call;

import java.util.Map;
import java.util.Optional;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.log.RequestLog;
import omni.meter.AddressLimit;
import omni.meter.AddressWindows;
import omni.meter.AddressWindows.Count;
import org.jspecify.annotations.Nullable;

/**
 * The limit of public routes per client address (contract 7.2, 9.3): counted before the work by one write. The address is the
 * one that the gateway saw, whatever a header says. A count that can't be written is logged, and the route served (contract 15).
 *
 * @param windows empty where limits are switched off
 */
record AddressGate(Settings settings, Optional<AddressWindows> windows, RequestLog log) {

    /**
     * What became of a call here.
     *
     * @param refusal null for a call that may go on
     * @param headers that its answer carries
     */
    record Entry(Reply.@Nullable Problem refusal, Map<String, String> headers) {}

    private static final Entry UNCOUNTED = new Entry(null, Map.of());

    Entry enter(Operation operation, Exchange exchange) {
        return operation
                .addressLimit()
                .flatMap(limit -> windows.map(port -> enter(operation, limit, port, exchange)))
                .orElse(UNCOUNTED);
    }

    private Entry enter(Operation operation, AddressLimit limit, AddressWindows port, Exchange exchange) {
        var now = exchange.now();
        return switch (port.count(exchange.request().sourceAddress(), limit, now)) {
            case Count.Counted(var calls) -> new Entry(null, headers(exchange, limit, limit.callsPerMinute() - calls));
            case Count.Full() -> new Entry(refusal(exchange, limit), headers(exchange, limit, 0));
            case Count.Missed(var cause) -> {
                log.line(RequestLines.missedCount(operation, exchange, cause));
                yield UNCOUNTED;
            }
        };
    }

    private static Map<String, String> headers(Exchange exchange, AddressLimit limit, long remaining) {
        return exchange.request().path().startsWith("/v1/")
                ? Map.of(
                        "X-RateLimit-Limit", Integer.toString(limit.callsPerMinute()),
                        "X-RateLimit-Remaining", Long.toString(remaining),
                        "X-RateLimit-Reset", Long.toString(AddressLimit.freeAt(exchange.now())))
                : Map.of();
    }

    private Reply.Problem refusal(Exchange exchange, AddressLimit limit) {
        return Reply.Problem.of(ErrorCode.RATE_LIMITED, "Too many requests from this address. Try again in a moment.")
                .detail("limit", limit.callsPerMinute())
                .detail("period", "minute")
                .detail("action", "retry_after")
                .retryAfter(AddressLimit.secondsToFree(exchange.now()))
                .header(settings.headerPrefix() + "Quota-Limit", Integer.toString(limit.callsPerMinute()));
    }
}
