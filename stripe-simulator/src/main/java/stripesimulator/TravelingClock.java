package stripesimulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes at the speed of another one, from whatever moment, and can be moved forward. */
final class TravelingClock implements InstantSource {

    private final InstantSource base;
    private Duration ahead;

    TravelingClock(InstantSource base, Instant begin) {
        this.base = base;
        this.ahead = Duration.between(base.instant(), begin);
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(ahead);
    }

    synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time goes forward only");
        }
        ahead = ahead.plus(time);
    }
}
