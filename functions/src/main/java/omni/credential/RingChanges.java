package omni.credential;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Changes of key rings: decided on the ring as it is, written on condition of its version, and on a lost race decided
 * again on what it is by then. That is what keeps the key limit exact under concurrency.
 *
 * @param pause waits a little before an attempt, given how many were lost
 */
public record RingChanges(Keys keys, IntConsumer pause) {

    /** More than the largest plan has room for keys, as each lost race is a key more on the ring, or one less. */
    public static final int MAX_ATTEMPTS = 60;

    private static final int LONGEST_PAUSE = 4;

    /** What the attempt made of the ring; it is asked again while it says nothing. Empty when all races were lost. */
    public <T> Optional<T> make(String orgId, Function<KeyRing, Optional<T>> attempt) {
        for (var lost = 0; lost < MAX_ATTEMPTS; lost++) {
            if (lost > 0) {
                pause.accept(Math.min(lost, LONGEST_PAUSE));
            }
            var made = attempt.apply(keys.ring(orgId));
            if (made.isPresent()) {
                return made;
            }
        }
        return Optional.empty();
    }
}
