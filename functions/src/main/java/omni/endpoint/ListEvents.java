package omni.endpoint;

import java.util.List;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.http.QueryFields;
import omni.http.Reply;

/**
 * Lists what was recorded of the organization, newest first. A page that picks by type, kind or request may hold fewer rows
 * than its limit although more follow: it looks at a bounded number of events. {@code GET /v1/events}, contract 11.9.
 */
public record ListEvents(Events events) implements Endpoint {

    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 25;

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var filter = new Events.Filter(
                query.text("type"),
                query.oneOf("kind", List.of(AuditEvent.AUDIT, AuditEvent.BILLING)),
                query.text("requestId"),
                query.instant("since"),
                null);
        var limit = query.clamp("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var cursor = query.cursor();
        return query.answer(() -> {
            var page = events.page(exchange.requireCaller().orgId(), filter, limit, cursor);
            return Reply.Answer.ok(ListView.of(page, EventView::of, exchange.requestId()));
        });
    }
}
