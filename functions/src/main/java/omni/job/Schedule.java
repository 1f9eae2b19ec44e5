package omni.job;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a function runs by itself: each hour, some minutes past it.
 *
 * @param minute 0 to 59
 */
public record Schedule(int minute) {

    public Schedule {
        if (minute < 0 || minute > 59) {
            throw new IllegalArgumentException("an hour has no minute " + minute);
        }
    }

    /** As EventBridge writes it. */
    public String cron() {
        return "cron(" + minute + " * * * ? *)";
    }

    /** The first run after an instant. */
    public Instant next(Instant after) {
        var thisHours = after.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(minute));
        return thisHours.isAfter(after) ? thisHours : thisHours.plus(Duration.ofHours(1));
    }
}
