package omni.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an organization: who changed what, written in one transaction with the change, or what its
 * billing came to (contract 11.9).
 *
 * @param kind {@code audit} or {@code billing}
 * @param type for example {@code api_key.created}
 * @param authMode how the actor was proved; null when nobody called
 * @param source {@code api}, {@code stripe} or {@code system}
 * @param data what was, what is; never a secret
 * @param outcome {@code started}, {@code succeeded}, {@code failed} or {@code blocked}
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
        Instant occurredAt,
        String outcome) {

    public static final String AUDIT = "audit";
    public static final String BILLING = "billing";

    public AuditEvent {
        data = Map.copyOf(data);
    }

    /** An event that records something done, or of a refusal worth a record. */
    public AuditEvent(
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
        this(
                id,
                orgId,
                kind,
                type,
                actorPrincipalId,
                authMode,
                source,
                requestId,
                data,
                occurredAt,
                type.endsWith("_refused") ? "blocked" : "succeeded");
    }

    /** What it is about: the first word of its type. */
    public String category() {
        return type.substring(0, type.indexOf('.'));
    }

    public ListPosition position() {
        return new ListPosition(occurredAt, id);
    }
}
