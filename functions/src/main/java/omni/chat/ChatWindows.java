package omni.chat;

import java.time.Duration;
import java.time.Instant;

/**
 * The port to the windows of accepted messages: at most so many of a user in any 60 seconds, exactly, over all connections, sessions and
 * workers (contract 14.4).
 */
public interface ChatWindows {

    Duration WINDOW = Duration.ofSeconds(60);

    /** Takes a place in the user's window by one conditional write. */
    Taking take(String userId, int limit, Instant now);

    /** Gives a place back, as if it had never been taken; again, nothing happens. */
    void giveBack(Place place);

    /** How many places are free. */
    int remaining(String userId, int limit, Instant now);

    /** How taking a place ended. */
    sealed interface Taking {}

    /**
     * A place that was taken.
     *
     * @param slot which it is
     * @param at when it was taken
     * @param remaining places that were free after it
     */
    record Place(String userId, int slot, Instant at, int remaining) implements Taking {}

    /** No place was free: one will be after so long, at least a millisecond. */
    record Full(Duration retryAfter) implements Taking {}
}
