package omni.mcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Spares an upstream that fails, and its callers the wait (contract 13.2): five failures within 30 s open it for 30 s; then one call
 * is let through, and the others wait for what becomes of it. For one process.
 */
public final class CircuitBreaker {

    static final int FAILURES = 5;
    static final Duration WITHIN = Duration.ofSeconds(30);
    static final Duration OPEN = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Deque<Instant> failures = new ArrayDeque<>();
    private @Nullable Instant openUntil;

    public CircuitBreaker(InstantSource clock) {
        this.clock = clock;
    }

    /** Lets a call through, or tells how long it is to wait; whoever is let through says how it ended. */
    public synchronized Duration enter() {
        var until = openUntil;
        if (until == null) {
            return Duration.ZERO;
        }
        var now = clock.instant();
        if (now.isBefore(until)) {
            return Duration.between(now, until);
        }
        // the one that tries; if it never comes back, another may after as long
        openUntil = now.plus(OPEN);
        return Duration.ZERO;
    }

    /** The upstream answered. */
    public synchronized void succeeded() {
        failures.clear();
        openUntil = null;
    }

    /** The upstream was not asked after all: it may be tried by the next one. */
    public synchronized void left() {
        if (openUntil != null) {
            openUntil = clock.instant();
        }
    }

    /** The upstream did not answer. */
    public synchronized void failed() {
        var now = clock.instant();
        failures.addLast(now);
        while (failures.getFirst().isBefore(now.minus(WITHIN))) {
            failures.removeFirst();
        }
        if (openUntil != null || failures.size() >= FAILURES) {
            openUntil = now.plus(OPEN);
            failures.clear();
        }
    }
}
