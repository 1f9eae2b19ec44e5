package omni.billing;

import java.time.Instant;
import omni.event.AuditEvent;

/** The port to the record of Stripe's events: one that was received but not processed is no duplicate (contract 12). */
public interface StripeEvents {

    /** Records that an event came in; what was known of it before. */
    Known receive(String eventId, String type, Instant now);

    /** Records that an event's effects are written, or that it has none. */
    void markProcessed(String eventId, Instant now);

    /**
     * The same, and tells an organisation, in one transaction: whoever is the first to say so tells, and nobody else, so that
     * an event is told of once however often it is delivered.
     */
    void markProcessed(String eventId, AuditEvent told, Instant now);

    enum Known {
        NEW,
        RECEIVED,
        PROCESSED
    }
}
