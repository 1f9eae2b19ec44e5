package omni.billing;

import java.time.Duration;
import java.time.Instant;
import omni.fakes.InMemoryProviderEvents;
import omni.fakes.MovableClock;

class InMemoryProviderEventsTest extends ProviderEventsContract {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-05-15T12:00:00Z"));
    private final InMemoryProviderEvents events = new InMemoryProviderEvents();

    @Override
    protected ProviderEvents list() {
        return events;
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    protected void happen() {
        events.happen(now(), "payment_method.attached", "cus_1");
    }

    @Override
    protected void silence() {
        events.answering(false);
    }
}
