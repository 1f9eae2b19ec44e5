package omni.access;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what: written in one transaction with the change (contract 11.9).
 *
 * @param type for example {@code api_key.created}
 * @param authMode how the actor was proved; null when nobody called
 * @param source {@code api}, {@code stripe} or {@code system}
 * @param data what was, what is; never a secret
 */
public record AuditEvent(
        String id,
        String orgId,
        String kind,
        String type,
        @Nullable String actorPrincipalId,
        @Nullable String authMode,
        String source,
        @Nullable String requestId,
        Map<String, Object> data,
        Instant occurredAt) {

    public AuditEvent {
        data = Map.copyOf(data);
    }

    /** Only refusals that are worth a record have events of their own; everything else is a change that happened. */
    public String outcome() {
        return type.endsWith("_refused") ? "blocked" : "succeeded";
    }
}
