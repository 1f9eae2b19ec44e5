package omni.fakes;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omni.billing.StripeEvents;

/** Stripe's events in memory. */
public final class InMemoryStripeEvents implements StripeEvents {

    private final Map<String, Known> events = new ConcurrentHashMap<>();

    @Override
    public Known receive(String eventId, String type, Instant now) {
        var known = events.putIfAbsent(eventId, Known.RECEIVED);
        return known == null ? Known.NEW : known;
    }

    @Override
    public void processed(String eventId, Instant now) {
        events.put(eventId, Known.PROCESSED);
    }
}
