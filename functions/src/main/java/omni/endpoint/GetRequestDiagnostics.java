package omni.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.Scopes;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.ListPosition;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;

/**
 * Everything that the organization has under one request id: the newest 100 usage rows and the newest 100 events. An id that
 * nobody used and one that another organization used read alike, after the same queries. Whoever may not list events is told
 * of none here either, nor that there are any: an id that only events know is unknown to them. {@code GET
 * /v1/diagnostics/requests/{requestId}}, contract 11.9.
 */
public record GetRequestDiagnostics(UsageHistory usage, Events events, Catalog catalog) implements Endpoint {

    private static final int MAX_ROWS = 100;
    private static final String STRIPE_EVENT = "billing.stripe_event.processed";
    private static final Comparator<UsageRow> NEWEST_FIRST = Comparator.comparing(
                    UsageRow::position, Comparator.comparing(ListPosition::time).thenComparing(ListPosition::id))
            .reversed();

    /**
     * What is known.
     *
     * @param webhookDeliveries the events that tell of a processed Stripe event of this organization
     * @param streamEvents none: there is no stream of filings (contract 17)
     * @param artifacts none, always
     */
    record Response(
            String object,
            String requestId,
            String targetRequestId,
            String orgId,
            List<UsageRowView> usageEvents,
            List<EventView> events,
            List<EventView> webhookDeliveries,
            List<Object> streamEvents,
            List<Object> artifacts,
            Summary summary) {}

    record Summary(
            long usageEventCount,
            long eventCount,
            long webhookDeliveryCount,
            long streamEventCount,
            long artifactCount,
            List<ClassCount> meterClasses,
            List<TypeCount> eventTypes) {

        static Summary of(List<UsageRowView> rows, List<EventView> events, List<EventView> deliveries) {
            return new Summary(
                    rows.size(),
                    events.size(),
                    deliveries.size(),
                    0,
                    0,
                    counts(rows, UsageRowView::meterClass, ClassCount::new),
                    counts(events, EventView::type, TypeCount::new));
        }

        private interface Counted<C> {
            C of(String name, long count);
        }

        private static <T, C> List<C> counts(List<T> things, Function<T, String> name, Counted<C> made) {
            return things.stream()
                    .collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(entry -> made.of(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    record ClassCount(String meterClass, long count) {}

    record TypeCount(String eventType, long count) {}

    @Override
    public Reply handle(Exchange exchange) {
        var target = exchange.request().pathParameters().getOrDefault("requestId", "");
        if (!UsageRowQuery.REQUEST_ID.matcher(target).matches()) {
            return unknown();
        }
        var orgId = exchange.requireCaller().orgId();
        var rows = rows(orgId, target);
        var events = exchange.requireCaller().principal().has(Scopes.BILLING_READ)
                ? this.events.ofRequest(orgId, target, MAX_ROWS)
                : List.<AuditEvent>of();
        return rows.isEmpty() && events.isEmpty() ? unknown() : Reply.Answer.ok(answer(exchange, target, rows, events));
    }

    private static Reply unknown() {
        return Reply.Problem.of(ErrorCode.REQUEST_NOT_FOUND, "There is no request with this id.");
    }

    /** Of both modes: an id is the caller's label and may stand under either. */
    private List<UsageRow> rows(String orgId, String target) {
        var filter = UsageFilter.ofRequest(target);
        return Stream.of(true, false)
                .flatMap(live -> usage.rows(orgId, live, filter, MAX_ROWS, null).rows().stream())
                .sorted(NEWEST_FIRST)
                .limit(MAX_ROWS)
                .toList();
    }

    private Response answer(Exchange exchange, String target, List<UsageRow> found, List<AuditEvent> told) {
        var rows = found.stream().map(row -> UsageRowView.of(row, catalog)).toList();
        var events = told.stream().map(EventView::of).toList();
        var deliveries = events.stream()
                .filter(event -> event.type().equals(STRIPE_EVENT))
                .toList();
        return new Response(
                "request_diagnostics",
                exchange.requestId(),
                target,
                exchange.requireCaller().orgId(),
                rows,
                events,
                deliveries,
                List.of(),
                List.of(),
                Summary.of(rows, events, deliveries));
    }
}
