package omni.stripe;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe's times: seconds since the epoch, or none. */
final class Moments {

    private Moments() {}

    static Optional<Instant> of(@Nullable Long seconds) {
        return Optional.ofNullable(seconds).map(Instant::ofEpochSecond);
    }
}
