package omni.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to what was told of billing states, and to what time is going to change. */
public interface Announcements {

    /** What was told last, strongly consistent; null while nothing was. */
    @Nullable
    AnnouncedState read(String orgId);

    /**
     * Stores what is told with its events, and when to look again, in one transaction, on condition that the stored version is
     * the one that {@code told.next()} was made from; false when it is not.
     */
    boolean write(StateChanges.Announcement told);

    /** Organisations that are to be looked at by {@code now}: a few of them; none when there are no more. */
    List<Reminder> due(Instant now);

    /** Writes the reminder into each account, so that the stream tells of it; one that is there already, or later, stays. */
    void remind(List<Reminder> reminders, Instant now);

    /** Forgets reminders that were written. */
    void remove(List<Reminder> reminders);

    /** An organisation whose state time alone changes at {@code at}. */
    record Reminder(String orgId, Instant at) {}
}
