package omni.account;

import java.time.InstantSource;
import java.util.List;

/**
 * Announces changes of the billing state (contract 11.9). There is one who announces, the stream's consumer, as the stream alone has
 * the writes of an account in their order. What time changed without a write is made a write by {@link #remind}: the reminder
 * goes into the account, and the stream reports it like any other. So records may come again, consumers and reminders may
 * overlap, late or twice: each transition is announced once, and its {@code from} is the {@code to} before it.
 */
public final class StateAnnouncer {

    private static final int MAX_ATTEMPTS = 20;

    private final StateChanges changes;
    private final Announcements announcements;
    private final InstantSource clock;

    public StateAnnouncer(StateChanges changes, Announcements announcements, InstantSource clock) {
        this.changes = changes;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Announces what a batch of the stream came to, in the stream's order. */
    public void announce(List<AccountChange> changed) {
        changed.stream()
                .filter(change -> changes.concerns(change, clock.instant()))
                .forEach(this::announce);
    }

    private void announce(AccountChange change) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var stored = announcements.read(change.after().orgId());
            var announced = stored == null ? AnnouncedState.opening(change.after()) : stored;
            var announcement = changes.announcementOf(announced, change, clock.instant());
            if (announcement.isEmpty() || announcements.write(announcement.get())) {
                return;
            }
        }
        throw new IllegalStateException("an announcement was contended " + MAX_ATTEMPTS + " times");
    }

    /**
     * Reminds every account whose time has come; returns how many. A reminder is forgotten when it is written, so that nothing is
     * lost by a run that dies, is late by days, or meets another one.
     */
    public int remind() {
        var now = clock.instant();
        var reminded = 0;
        for (var due = announcements.due(now); !due.isEmpty(); due = announcements.due(now)) {
            announcements.remind(due, now);
            announcements.remove(due);
            reminded += due.size();
        }
        return reminded;
    }
}
