package omni.invoicing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk through all organizations is: one round a day, taken up by each run where the one before it stopped.
 *
 * @param version rises with each write; 0 while it is not stored
 * @param beganAt on a day on which no other round begins
 * @param place the event or the organization that was looked at last in this stage; null for none
 */
public record SweepRound(
        long version,
        Instant beganAt,
        Stage stage,
        @Nullable String place) {

    /** What is looked at, in this order. */
    public enum Stage {
        EVENTS,
        ORGANIZATIONS,
        OVER
    }

    /** The round that is due after {@code stored}: the same one until it is over and its day is; then one from {@code first} on. */
    public static SweepRound due(@Nullable SweepRound stored, Stage first, Instant now) {
        if (stored == null) {
            return new SweepRound(0, now, first, null);
        }
        var newDay = stored.beganAt.truncatedTo(ChronoUnit.DAYS).isBefore(now.truncatedTo(ChronoUnit.DAYS));
        return stored.isOver() && newDay ? new SweepRound(stored.version, now, first, null) : stored;
    }

    public boolean isOver() {
        return stage == Stage.OVER;
    }

    public SweepRound at(@Nullable String next) {
        return new SweepRound(version, beganAt, stage, next);
    }

    public SweepRound enter(Stage next) {
        return new SweepRound(version, beganAt, next, null);
    }

    /** The round as the store keeps it once it is written. */
    public SweepRound nextVersion() {
        return new SweepRound(version + 1, beganAt, stage, place);
    }
}
