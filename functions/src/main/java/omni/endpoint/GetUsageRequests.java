package omni.endpoint;

import java.time.Instant;
import java.util.List;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.ledger.UsageHistory;
import org.jspecify.annotations.Nullable;

/**
 * Usage rows, newest first. {@code GET /v1/dashboard/usage/requests}, contract 11.7. A page that picks by class or status
 * looks at 1,000 rows at most, so it may hold fewer than its limit although more follow. One query without such a filter, six
 * at most with one.
 */
public record GetUsageRequests(UsageHistory usage, Catalog catalog) implements Endpoint {

    private static final UsageRowQuery.Limits LIMITS = new UsageRowQuery.Limits(500, 50);

    record Response(
            String object,
            String requestId,
            String orgId,
            Instant since,
            Instant until,
            List<UsageRowView> data,
            boolean hasMore,
            @Nullable String nextCursor) {}

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var request = UsageRowQuery.read(query, LIMITS, exchange, catalog);
        return query.answer(() -> {
            var orgId = exchange.requireCaller().orgId();
            var page = request.page(usage, orgId, request.limit(), request.after());
            return Reply.Answer.ok(new Response(
                    "dashboard_usage_request_log",
                    exchange.requestId(),
                    orgId,
                    request.since(),
                    request.until(),
                    page.rows().stream()
                            .map(row -> UsageRowView.of(row, catalog))
                            .toList(),
                    page.next() != null,
                    request.cursor(orgId, page.next())));
        });
    }
}
