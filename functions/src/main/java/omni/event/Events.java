package omni.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to what was recorded of an organization: newest first, by time and id (contract 11.9). */
public interface Events {

    /** A filtered page looks at no more rows than this; then it ends early and says where to go on. */
    int MAX_EXAMINED = 1000;

    /**
     * One page.
     *
     * @param limit rows at most
     * @param after the place behind which it begins; null for the newest
     */
    Page<AuditEvent> page(String orgId, Filter filter, int limit, @Nullable ListPosition after);

    /** The newest events of one request id; an index lists them, a moment after they were written. */
    List<AuditEvent> ofRequest(String orgId, String requestId, int limit);

    /**
     * Which events; a null part lets all through.
     *
     * @param since events at this instant or later
     * @param until events at this instant or earlier
     */
    record Filter(
            @Nullable String type,
            @Nullable String kind,
            @Nullable String requestId,
            @Nullable Instant since,
            @Nullable Instant until) {

        public static final Filter ALL = new Filter(null, null, null, null, null);

        /** Whether rows have to be looked at one by one; times alone are a stretch of the list. */
        public boolean picks() {
            return type != null || kind != null || requestId != null;
        }

        public boolean holds(AuditEvent event) {
            return (type == null || type.equals(event.type()))
                    && (kind == null || kind.equals(event.kind()))
                    && (requestId == null || requestId.equals(event.requestId()))
                    && (since == null || !event.occurredAt().isBefore(since))
                    && (until == null || !event.occurredAt().isAfter(until));
        }
    }
}
