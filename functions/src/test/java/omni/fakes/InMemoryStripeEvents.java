package omni.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omni.billing.StripeEvents;
import omni.event.AuditEvent;

/** Stripe's events in memory. */
public final class InMemoryStripeEvents implements StripeEvents {

    private final Map<String, Known> events = new HashMap<>();
    private final InMemoryEvents told = new InMemoryEvents();

    /** What organizations were told. */
    public InMemoryEvents auditEvents() {
        return told;
    }

    @Override
    public synchronized Known receive(String eventId, String type, Instant now) {
        var known = events.putIfAbsent(eventId, Known.RECEIVED);
        return known == null ? Known.NEW : known;
    }

    @Override
    public synchronized void markProcessed(String eventId, Instant now) {
        events.put(eventId, Known.PROCESSED);
    }

    @Override
    public synchronized void markProcessed(String eventId, AuditEvent event, Instant now) {
        if (events.put(eventId, Known.PROCESSED) != Known.PROCESSED) {
            told.add(event);
        }
    }
}
