package omni.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omni.event.Events;
import omni.fakes.InMemoryAnnouncements;
import omni.fakes.InMemoryEvents;
import org.jspecify.annotations.Nullable;

class InMemoryAnnouncementsTest extends AnnouncementsContract {

    private final InMemoryEvents events = new InMemoryEvents();
    private final Map<String, Instant> reminded = new HashMap<>();
    private final InMemoryAnnouncements announcements = new InMemoryAnnouncements(
            events,
            (reminder, now) -> reminded.computeIfPresent(
                    reminder.orgId(), (org, last) -> last.isBefore(reminder.at()) ? now : last));

    @Override
    protected Announcements announcements() {
        return announcements;
    }

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected void put(Account account) {
        reminded.put(account.orgId(), Instant.MIN);
    }

    @Override
    protected @Nullable Instant reminderAt(String orgId) {
        return reminded.get(orgId);
    }
}
