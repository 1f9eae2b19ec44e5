package omni.event;

import java.util.List;
import omni.fakes.InMemoryEvents;

class InMemoryEventsTest extends EventsContract {

    private final InMemoryEvents events = new InMemoryEvents();

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected void add(List<AuditEvent> added) {
        added.forEach(events::add);
    }
}
