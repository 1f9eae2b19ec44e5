package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageWindow;
import org.jspecify.annotations.Nullable;

/**
 * What went on lately: sums, newest calls, newest changes. Sums are of whole hours: the hour that holds {@code since} counts
 * whole, and so does the last one before {@code until}. {@code GET /v1/dashboard/activity}, contract 11.7.
 */
public record GetActivity(UsageHistory usage, Events events, Catalog catalog) implements Endpoint {

    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    record Request(int limit, int auditLimit, UsageQuery span) {

        static Request read(QueryFields query, Instant now) {
            return new Request(
                    query.clamp("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
                    query.clamp("auditLimit", 1, MAX_LIMIT, DEFAULT_LIMIT),
                    UsageQuery.read(query, now));
        }
    }

    record Response(
            String object,
            String requestId,
            String orgId,
            Instant since,
            Instant until,
            long totalRequests,
            long successCount,
            long errorCount,
            @Nullable Instant firstSeenAt,
            @Nullable Instant lastSeenAt,
            long activePrincipalCount,
            long endpointCount,
            List<UsageRowView> recentRequests,
            List<RecentEvent> recentAuditEvents) {}

    record RecentEvent(
            String id,
            @Nullable String orgId,
            @Nullable String actorPrincipalId,
            String eventType,
            String category,
            String outcome,
            @Nullable String requestId,
            @Nullable String authMode,
            String source,
            Map<String, Object> metadata,
            Instant occurredAt) {

        static RecentEvent of(AuditEvent event) {
            return new RecentEvent(
                    event.id(),
                    event.orgId(),
                    event.actorPrincipalId(),
                    event.type(),
                    event.category(),
                    event.outcome(),
                    event.requestId(),
                    event.authMode(),
                    event.source(),
                    EventView.sortedData(event),
                    event.occurredAt());
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var request = Request.read(query, exchange.now());
        return query.answer(() -> Reply.Answer.ok(answer(request, exchange)));
    }

    private Response answer(Request request, Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        var span = request.span();
        var window = UsageWindow.read(usage, orgId, span.livemode(), span.since(), span.last(), exchange.now());
        var total = window.total();
        var filter = UsageFilter.between(span.since(), span.last());
        var rows = usage.rows(orgId, span.livemode(), filter, request.limit(), null)
                .rows();
        var audit = new Events.Filter(null, AuditEvent.AUDIT, null, span.since(), span.last());
        return new Response(
                "dashboard_usage_activity",
                exchange.requestId(),
                orgId,
                span.since(),
                span.until(),
                total.requests(),
                total.successes(),
                total.errors(),
                window.firstAt(),
                window.lastAt(),
                window.principals().size(),
                endpoints(window),
                rows.stream().map(row -> UsageRowView.of(row, catalog)).toList(),
                events.page(orgId, audit, request.auditLimit(), null).rows().stream()
                        .map(RecentEvent::of)
                        .toList());
    }

    /** All tools are called in one place. */
    private long endpoints(UsageWindow window) {
        return window.routes().stream()
                .map(route -> UsageRowView.Place.of(catalog, route.number(), route.mcpTool()))
                .distinct()
                .count();
    }
}
