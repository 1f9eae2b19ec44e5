package omni.invoicing;

import org.jspecify.annotations.Nullable;

/** The port to the place where one walk through all organizations stands. */
public interface SweepRounds {

    /** Strongly consistent; null while there was none. */
    @Nullable
    SweepRound read();

    /** Writes the round on condition that the stored version is still {@code next}'s; false when it is not. */
    boolean write(SweepRound next);
}
