package omni.fakes;

import omni.metering.SweepRound;
import omni.metering.SweepRounds;
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
        stored = next.written();
        return true;
    }
}
