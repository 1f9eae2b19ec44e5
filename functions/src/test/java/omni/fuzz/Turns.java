package omni.fuzz;

import java.time.Duration;

/**
 * How long a test goes on: for so many cases in the gate, for its share of the time where {@code omni.fuzz.minutes} says one.
 *
 * @param endsAt by {@link System#nanoTime}; 0 where the cases are counted
 */
public record Turns(int cases, long endsAt) {

    /** So many cases, or {@code percent} of the minutes that a run has for all its tests. */
    public static Turns of(int cases, int percent) {
        var minutes = Integer.getInteger("omni.fuzz.minutes", 0);
        var share = Duration.ofMinutes(minutes).multipliedBy(percent).dividedBy(100);
        return new Turns(cases, minutes == 0 ? 0 : System.nanoTime() + share.toNanos());
    }

    public boolean goOn(int turn) {
        return endsAt == 0 ? turn < cases : System.nanoTime() < endsAt;
    }
}
