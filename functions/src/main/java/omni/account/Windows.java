package omni.account;

import java.time.Instant;
import java.util.Map;
import omni.billing.MeterClass;

/**
 * The rate windows of one account: per class the count of the current minute and of the one before (contract 7.2).
 *
 * @param minute the current minute, in minutes since the epoch
 * @param current calls in {@code minute}, by class number; a class that is absent has none
 * @param previous calls in the minute before
 */
public record Windows(long minute, Map<Integer, Long> current, Map<Integer, Long> previous) {

    public static final long MILLIS_PER_MINUTE = 60_000;

    public Windows {
        current = Map.copyOf(current);
        previous = Map.copyOf(previous);
    }

    public static Windows startingAt(Instant now) {
        return new Windows(minuteOf(now), Map.of(), Map.of());
    }

    public static long minuteOf(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), MILLIS_PER_MINUTE);
    }

    /** The clock's reading, but never earlier than the start of this minute. */
    public Instant notBefore(Instant clock) {
        var start = Instant.ofEpochMilli(minute * MILLIS_PER_MINUTE);
        return clock.isBefore(start) ? start : clock;
    }

    /** These windows as they read at {@code now}: counters of a past minute moved on. */
    public Windows rolledTo(Instant now) {
        var target = minuteOf(now);
        if (target <= minute) {
            return this;
        }
        return new Windows(target, Map.of(), target == minute + 1 ? current : Map.of());
    }

    public long currentOf(MeterClass meterClass) {
        return current.getOrDefault(meterClass.number(), 0L);
    }

    public long previousOf(MeterClass meterClass) {
        return previous.getOrDefault(meterClass.number(), 0L);
    }

    /** What counts against the limit at {@code now}: this minute's calls and the overlapping share of the minute before. */
    public long countAt(MeterClass meterClass, Instant now) {
        return currentOf(meterClass) + previousShare(meterClass, now);
    }

    public long previousShare(MeterClass meterClass, Instant now) {
        return Math.ceilDiv(previousOf(meterClass) * remainingMillis(now), MILLIS_PER_MINUTE);
    }

    public static long remainingMillis(Instant now) {
        return MILLIS_PER_MINUTE - Math.floorMod(now.toEpochMilli(), MILLIS_PER_MINUTE);
    }

    /** Whole seconds, at least 1, until one more call fits under {@code limit}, if nobody else calls meanwhile. */
    public long secondsToFreeSlot(MeterClass meterClass, Instant now, long limit) {
        var room = limit - 1;
        var untilNextMinute = remainingMillis(now);
        var millis = currentOf(meterClass) <= room
                ? untilNextMinute - millisThatFit(previousOf(meterClass), room - currentOf(meterClass))
                : untilNextMinute + MILLIS_PER_MINUTE - millisThatFit(currentOf(meterClass), room);
        return Math.max(1, Math.ceilDiv(millis, 1000));
    }

    /** The longest remaining time of a minute at which the share of {@code previous} is at most {@code room}. */
    private static long millisThatFit(long previous, long room) {
        return previous == 0 ? MILLIS_PER_MINUTE : Math.min(MILLIS_PER_MINUTE, room * MILLIS_PER_MINUTE / previous);
    }

    /** When the whole limit is free again if nobody calls any more, in Unix seconds. */
    public long fullWindowFreeAt(MeterClass meterClass, Instant now) {
        if (currentOf(meterClass) > 0) {
            return (minute + 2) * 60;
        }
        return previousOf(meterClass) > 0 ? (minute + 1) * 60 : now.getEpochSecond();
    }

    public Windows plusOne(MeterClass meterClass) {
        var counted = new java.util.HashMap<>(current);
        counted.merge(meterClass.number(), 1L, Math::addExact);
        return new Windows(minute, counted, previous);
    }
}
