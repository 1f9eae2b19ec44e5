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
     * The same, with an event for the organization, in one transaction: only the first one to say so writes it, so that
     * it is announced once however often Stripe's is delivered.
     */
    void markProcessed(String eventId, AuditEvent announced, Instant now);

    enum Known {
        NEW,
        RECEIVED,
        PROCESSED
    }
}
