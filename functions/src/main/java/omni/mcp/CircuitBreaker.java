package omni.mcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Spares an upstream that fails, and its callers the wait (contract 13.2): five failures without a success between, in 30 s or however
 * slowly, open it for 30 s; then one call is let through, and the others wait for what becomes of it. For one process.
 *
 * <p>No time bounds the count, as a process that serves one call after another sees a hanging upstream fail once in 25 s.
 */
public final class CircuitBreaker {

    static final int FAILURES = 5;
    static final Duration OPEN = Duration.ofSeconds(30);

    private final InstantSource clock;
    private int failures;
    private @Nullable Instant openUntil;
    private @Nullable Ticket trial;

    public CircuitBreaker(InstantSource clock) {
        this.clock = clock;
    }

    /** What a call is told that wants to ask the upstream. */
    public sealed interface Entry {}

    /**
     * It may not.
     *
     * @param time until one may
     */
    public record Wait(Duration time) implements Entry {}

    /** It may, and says how it ended. While the breaker is open, only the end of the one that tries counts. */
    public final class Ticket implements Entry {

        private Ticket() {}

        /** Tells what the call learned of the upstream. */
        public void end(ToolAnswer.Upstream learned) {
            CircuitBreaker.this.end(this, learned);
        }
    }

    /** Lets a call through, or tells how long it is to wait. */
    public synchronized Entry enter() {
        var ticket = new Ticket();
        var until = openUntil;
        if (until == null) {
            return ticket;
        }
        var now = clock.instant();
        if (now.isBefore(until)) {
            return new Wait(Duration.between(now, until));
        }
        // if it never comes back, another may try after as long
        openUntil = now.plus(OPEN);
        trial = ticket;
        return ticket;
    }

    private synchronized void end(Ticket ticket, ToolAnswer.Upstream learned) {
        if (openUntil != null && ticket != trial) {
            return;
        }
        switch (learned) {
            case ANSWERED -> close();
            case GONE -> fail();
            case NOT_ASKED -> leave();
        }
    }

    private void close() {
        failures = 0;
        openUntil = null;
        trial = null;
    }

    private void fail() {
        failures++;
        if (failures >= FAILURES) {
            openUntil = clock.instant().plus(OPEN);
            trial = null;
        }
    }

    /** The next one may try at once. */
    private void leave() {
        if (openUntil != null) {
            openUntil = clock.instant();
            trial = null;
        }
    }
}
