package omni.billing;

import java.time.Instant;

/** The port to the record of Stripe's events: one that was received but not processed is no duplicate (contract 12). */
public interface StripeEvents {

    /** Records that an event came in; what was known of it before. */
    Known receive(String eventId, String type, Instant now);

    /** Records that an event's effects are written. */
    void processed(String eventId, Instant now);

    enum Known {
        NEW,
        RECEIVED,
        PROCESSED
    }
}
