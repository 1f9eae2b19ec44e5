package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.ledger.RollUp;
import omni.ledger.UsageHistory;
import omni.ledger.UsageWindow;
import org.jspecify.annotations.Nullable;

/**
 * What was called, most called first. {@code GET /v1/dashboard/usage/endpoints}, contract 11.7. Hours at the span's ends
 * count whole; at most three queries, each of which reads a page of 1 MB at a time.
 */
public record GetUsageEndpoints(UsageHistory usage, Catalog catalog) implements omni.call.Endpoint {

    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;

    record Response(
            String object,
            Optional<String> requestId,
            String orgId,
            Instant since,
            Instant until,
            List<Endpoint> data) {}

    record Endpoint(
            String endpointKey,
            String method,
            String path,
            String meterClass,
            String meterFamily,
            long requestCount,
            long successCount,
            long errorCount,
            long units,
            BigDecimal avgLatencyMs,
            @Nullable Instant lastSeenAt) {

        static Endpoint of(Row row, RollUp.Tally sum) {
            return new Endpoint(
                    row.place().key(),
                    row.place().method(),
                    row.place().path(),
                    row.meterClass(),
                    row.meterFamily(),
                    sum.requests(),
                    sum.successes(),
                    sum.errors(),
                    sum.units(),
                    CallTotals.avgLatencyMs(sum),
                    CallTotals.lastSeenAt(sum));
        }
    }

    /** What makes a row of its own: all tools of one class are called in one place. */
    record Row(UsageRowView.Place place, String meterClass, String meterFamily) {

        static Row of(UsageWindow.Route route, Catalog catalog) {
            var meterClass = catalog.meterClass(route.meterClass());
            return new Row(
                    UsageRowView.Place.of(catalog, route.number(), route.mcpTool()),
                    UsageRowView.key(meterClass),
                    UsageRowView.family(meterClass));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var limit = query.clamp("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var span = UsageQuery.read(query, exchange.now());
        return query.answer(() -> {
            var orgId = exchange.requireCaller().orgId();
            var window = UsageWindow.read(usage, orgId, span.livemode(), span.since(), span.last(), exchange.now());
            return Reply.Answer.ok(new Response(
                    "dashboard_endpoint_breakdown",
                    Optional.of(exchange.requestId()),
                    orgId,
                    span.since(),
                    span.until(),
                    endpoints(window, limit)));
        });
    }

    private List<Endpoint> endpoints(UsageWindow window, int limit) {
        var sums = new HashMap<Row, RollUp.Tally>();
        window.byRoute().forEach((route, sum) -> sums.merge(Row.of(route, this.catalog), sum, RollUp.Tally::plus));
        return sums.entrySet().stream()
                .map(entry -> Endpoint.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Endpoint::requestCount)
                        .reversed()
                        .thenComparing(Endpoint::endpointKey)
                        .thenComparing(Endpoint::meterClass))
                .limit(limit)
                .toList();
    }
}
