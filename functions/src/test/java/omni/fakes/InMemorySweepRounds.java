package omni.fakes;

import omni.invoicing.SweepRound;
import omni.invoicing.SweepRounds;
import org.jspecify.annotations.Nullable;

/** The sweep's place in memory. */
public final class InMemorySweepRounds implements SweepRounds {

    private @Nullable SweepRound stored;

    @Override
    public synchronized @Nullable SweepRound read() {
        return stored;
    }

    @Override
    public synchronized boolean write(SweepRound next) {
        var version = stored == null ? 0 : stored.version();
        if (version != next.version()) {
            return false;
        }
        stored = next.nextVersion();
        return true;
    }
}
