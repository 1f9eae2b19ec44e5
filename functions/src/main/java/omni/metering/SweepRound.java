package omni.metering;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far the sweep is: one round a day, taken up by each run where the one before it stopped.
 *
 * @param version rises with each write; 0 while it is not stored
 * @param began on a day on which no other round begins
 * @param place the event or the organisation that was looked at last in this stage; null for none
 */
public record SweepRound(
        long version, Instant began, Stage stage, @Nullable String place) {

    /** What is looked at, in this order. */
    public enum Stage {
        EVENTS,
        ORGANIZATIONS,
        OVER
    }

    /** The round that is due after {@code stored}: the same one until it is over and its day is. */
    static SweepRound due(@Nullable SweepRound stored, Instant now) {
        if (stored == null) {
            return new SweepRound(0, now, Stage.EVENTS, null);
        }
        var newDay = stored.began.truncatedTo(ChronoUnit.DAYS).isBefore(now.truncatedTo(ChronoUnit.DAYS));
        return stored.isOver() && newDay ? new SweepRound(stored.version, now, Stage.EVENTS, null) : stored;
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    SweepRound at(@Nullable String next) {
        return new SweepRound(version, began, stage, next);
    }

    SweepRound entering(Stage next) {
        return new SweepRound(version, began, next, null);
    }

    /** The round as the store keeps it once it is written. */
    public SweepRound written() {
        return new SweepRound(version + 1, began, stage, place);
    }
}
