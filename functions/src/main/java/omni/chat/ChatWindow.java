package omni.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The places of a user's window that are taken, of whatever limit.
 *
 * @param places when each was taken, by its slot
 */
public record ChatWindow(Map<Integer, Instant> places) {

    /** Clocks of workers that differ by less than this count each other's places exactly. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    public ChatWindow {
        places = Map.copyOf(places);
    }

    /** When a place that is taken now counts as taken: stored times are whole milliseconds, and none may leave too early. */
    public static Instant takenAt(Instant now) {
        var whole = now.truncatedTo(ChronoUnit.MILLIS);
        return whole.equals(now) ? now : whole.plusMillis(1);
    }

    /** How many more may be taken. */
    public int free(int limit, Instant now) {
        return Math.max(0, limit - counting(now).size());
    }

    /** How long until one may be taken; empty when one may be now. A limit that was lowered waits for all that are too many. */
    public Optional<Duration> wait(int limit, Instant now) {
        var counting = counting(now);
        return counting.size() < limit
                ? Optional.empty()
                : Optional.of(untilWholeMillis(counting.get(counting.size() - limit), now));
    }

    private static Duration untilWholeMillis(Instant taken, Instant now) {
        var wait = Duration.between(now, taken.plus(ChatWindows.WINDOW));
        return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
    }

    /** Those of the last 60 seconds, the oldest first; one of a clock that is ahead counts, too. */
    private List<Instant> counting(Instant now) {
        var since = now.minus(ChatWindows.WINDOW);
        return places.values().stream()
                .filter(at -> at.isAfter(since))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Slots that no worker's clock counts any more. */
    public List<Integer> past(Instant now) {
        var before = now.minus(ChatWindows.WINDOW).minus(CLOCKS_DIFFER);
        return places.entrySet().stream()
                .filter(place -> !place.getValue().isAfter(before))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toList());
    }
}
