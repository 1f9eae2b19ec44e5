package omni.member;

import omni.event.Events;
import omni.fakes.InMemoryEvents;
import omni.fakes.InMemoryPreferences;

class InMemoryPreferencesTest extends PreferencesContract {

    private final InMemoryEvents events = new InMemoryEvents();
    private final InMemoryPreferences preferences = new InMemoryPreferences(events);

    @Override
    protected Preferences preferences() {
        return preferences;
    }

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected void make(Organizations.NewOrganization made) {
        preferences.put(made.organization());
        preferences.put(made.founder());
    }
}
