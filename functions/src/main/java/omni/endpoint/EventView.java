package omni.endpoint;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Event of contract 11.9. */
record EventView(
        String object,
        String id,
        String kind,
        String type,
        String category,
        String orgId,
        @Nullable String actorPrincipalId,
        @Nullable String authMode,
        String outcome,
        String source,
        @Nullable String requestId,
        Map<String, Object> data,
        Instant occurredAt) {

    /** In the order of names: storage keeps none. */
    static Map<String, Object> sortedData(AuditEvent event) {
        return new TreeMap<>(event.data());
    }

    static EventView of(AuditEvent event) {
        return new EventView(
                "event",
                event.id(),
                event.kind(),
                event.type(),
                event.category(),
                event.orgId(),
                event.actorPrincipalId(),
                event.authMode(),
                event.outcome(),
                event.source(),
                event.requestId(),
                sortedData(event),
                event.occurredAt());
    }
}
