package omni.ledger;

import java.time.Instant;

/**
 * Which levels of the budget were announced in one period; they are announced from the lowest up, each once (contract 6.4).
 *
 * @param percent the highest level of the spend cap; 0 for none
 * @param softCap whether the soft cap was
 * @param lastAt the time of the last event: the next one is later, so that they list in the order they were raised in
 */
public record RaisedLevels(int percent, boolean softCap, Instant lastAt) {

    public static final RaisedLevels NONE = new RaisedLevels(0, false, Instant.EPOCH);

    public RaisedLevels percent(int level, Instant at) {
        return new RaisedLevels(level, softCap, at);
    }

    public RaisedLevels withSoftCap(Instant at) {
        return new RaisedLevels(percent, true, at);
    }

    /** When an event is to have happened that follows from a call at {@code at}. */
    public Instant next(Instant at) {
        return at.isAfter(lastAt) ? at : lastAt.plusMillis(1);
    }
}
