package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.event.ListPosition;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.json.JsonList;
import omni.ledger.UsageHistory;
import org.jspecify.annotations.Nullable;

/**
 * Usage rows as a file, newest first. {@code GET /v1/dashboard/usage/export}, contract 11.7. It ends at its limit, at 5 MB,
 * or after 50 pages, whichever comes first, and says where the next file goes on. A page is one query of 1,000 rows without a
 * filter; with one it looks at 1,000 rows in a few queries. Rows are written page by page: only their text is kept.
 */
public record ExportUsage(UsageHistory usage, Catalog catalog) implements Endpoint {

    private static final UsageRowQuery.Limits LIMITS = new UsageRowQuery.Limits(50_000, 10_000);

    /** 5 MB, less what stands around the rows. */
    private static final int MAX_LENGTH = 5_000_000 - 2_000;

    private static final int MAX_PAGES = 50;
    private static final String JSON = "json";
    private static final String CSV = "csv";

    record Response(
            String object,
            String requestId,
            String orgId,
            Instant since,
            Instant until,
            String format,
            JsonList<UsageRowView> data,
            boolean hasMore,
            @Nullable String nextCursor) {}

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var request = UsageRowQuery.read(query, LIMITS, exchange, catalog);
        var format = query.oneOf("format", List.of(JSON, CSV));
        return query.answer(() -> CSV.equals(format) ? csv(request, exchange) : json(request, exchange));
    }

    private Reply json(UsageRowQuery request, Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        var rows = new JsonList<UsageRowView>();
        var next = request.cursor(orgId, write(request, orgId, row -> rows.add(row, MAX_LENGTH)));
        return Reply.Answer.ok(new Response(
                "dashboard_usage_export",
                exchange.requestId(),
                orgId,
                request.since(),
                request.until(),
                JSON,
                rows,
                next != null,
                next));
    }

    private Reply csv(UsageRowQuery request, Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        var rows = new UsageCsv();
        var next = request.cursor(orgId, write(request, orgId, row -> rows.add(row, MAX_LENGTH)));
        var headers =
                Map.of("Content-Type", "text/csv; charset=utf-8", "Omni-Has-More", Boolean.toString(next != null));
        var answer = new Reply.Answer(200, rows.text(), headers, List.of());
        return next == null ? answer : answer.with("Omni-Next-Cursor", next);
    }

    /** Writes rows until the sheet takes no more; the place behind which more follow, null when none do. */
    private @Nullable ListPosition write(UsageRowQuery request, String orgId, Predicate<UsageRowView> sheet) {
        var after = request.after();
        var left = request.limit();
        for (var pages = 0; pages < MAX_PAGES && left > 0; pages++) {
            var page = request.page(usage, orgId, Math.min(left, UsageHistory.MAX_EXAMINED), after);
            for (var row : page.rows()) {
                if (!sheet.test(UsageRowView.of(row, catalog))) {
                    return after;
                }
                after = row.position();
            }
            left -= page.rows().size();
            after = page.next();
            if (after == null) {
                return null;
            }
        }
        return after;
    }
}
