package omni.job;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a function runs by itself: each hour, some minutes past it, or each minute.
 *
 * @param minute 0 to 59; of one that runs each minute the first
 */
public record Schedule(int minute, boolean isEachMinute) {

    public Schedule {
        if (minute < 0 || minute > 59) {
            throw new IllegalArgumentException("an hour has no minute " + minute);
        }
    }

    /** Each hour. */
    public Schedule(int minute) {
        this(minute, false);
    }

    public static Schedule eachMinute() {
        return new Schedule(0, true);
    }

    /** As EventBridge writes it. */
    public String cron() {
        return "cron(" + (isEachMinute ? "*" : minute) + " * * * ? *)";
    }

    /** The first run after an instant. */
    public Instant next(Instant after) {
        if (isEachMinute) {
            return after.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        }
        var thisHours = after.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(minute));
        return thisHours.isAfter(after) ? thisHours : thisHours.plus(Duration.ofHours(1));
    }
}
