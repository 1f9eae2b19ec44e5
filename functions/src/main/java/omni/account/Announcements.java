package omni.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to what was announced of billing states, and to what time is going to change. */
public interface Announcements {

    /** What was announced last, strongly consistent; null while nothing was. */
    @Nullable
    AnnouncedState read(String orgId);

    /**
     * Stores an announcement with its events, and when to look again, in one transaction, on condition that the stored version is
     * the one that {@code announcement.next()} was made from; false when it is not.
     */
    boolean write(StateChanges.Announcement announcement);

    /** Organizations that are to be looked at by {@code now}: a few of them; none when there are no more. */
    List<Reminder> due(Instant now);

    /** Writes the reminder into each account, so that the stream reports it; one that is there already, or later, stays. */
    void remind(List<Reminder> reminders, Instant now);

    /** Forgets reminders that were written. */
    void remove(List<Reminder> reminders);

    /** An organization whose state time alone changes at {@code at}. */
    record Reminder(String orgId, Instant at) {}
}
