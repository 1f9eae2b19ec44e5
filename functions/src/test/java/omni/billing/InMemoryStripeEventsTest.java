package omni.billing;

import omni.event.Events;
import omni.fakes.InMemoryStripeEvents;

class InMemoryStripeEventsTest extends StripeEventsContract {

    private final InMemoryStripeEvents events = new InMemoryStripeEvents();

    @Override
    protected StripeEvents stripeEvents() {
        return events;
    }

    @Override
    protected Events events() {
        return events.auditEvents();
    }
}
