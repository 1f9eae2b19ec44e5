package omni.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import omni.account.AnnouncedState;
import omni.account.Announcements;
import omni.account.StateChanges;
import org.jspecify.annotations.Nullable;

/** What was told, and what is due, in memory; each write is atomic with its events. */
public final class InMemoryAnnouncements implements Announcements {

    private static final int PAGE = 3;

    private final Map<String, AnnouncedState> announced = new HashMap<>();
    private final TreeSet<Reminder> due =
            new TreeSet<>(Comparator.comparing(Reminder::at).thenComparing(Reminder::orgId));
    private final InMemoryEvents events;
    private final BiConsumer<Reminder, Instant> accounts;

    /** @param accounts writes a reminder into its account, if that was not reminded of its time already */
    public InMemoryAnnouncements(InMemoryEvents events, BiConsumer<Reminder, Instant> accounts) {
        this.events = events;
        this.accounts = accounts;
    }

    /** All that waits for its time. */
    public synchronized List<Reminder> waiting() {
        return List.copyOf(due);
    }

    @Override
    public synchronized @Nullable AnnouncedState read(String orgId) {
        return announced.get(orgId);
    }

    @Override
    public synchronized boolean write(StateChanges.Announcement told) {
        var next = told.next();
        var stored = announced.get(next.orgId());
        if ((stored == null ? 0 : stored.version()) != next.version() - 1) {
            return false;
        }
        announced.put(next.orgId(), next);
        told.events().forEach(events::add);
        var at = told.due();
        if (at != null) {
            due.add(new Reminder(next.orgId(), at));
        }
        return true;
    }

    @Override
    public synchronized List<Reminder> due(Instant now) {
        return due.stream()
                .filter(reminder -> !reminder.at().isAfter(now))
                .limit(PAGE)
                .toList();
    }

    @Override
    public synchronized void remind(List<Reminder> reminders, Instant now) {
        reminders.forEach(reminder -> accounts.accept(reminder, now));
    }

    @Override
    public synchronized void remove(List<Reminder> reminders) {
        due.removeAll(reminders);
    }
}
