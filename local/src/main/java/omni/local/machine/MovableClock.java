package omni.local.machine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The one clock of the local world: the machine's time plus an offset that only grows.
 *
 * <p>With a folder the offset outlives the process, so that a restart never takes the world back in time.
 */
public final class MovableClock extends Clock {

    /** Past this, timestamps would no longer have four-digit years. */
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private static final String FILE_NAME = "clock-offset";

    private final InstantSource base;
    private final Optional<AtomicFile> file;
    private volatile Duration offset;

    private MovableClock(InstantSource base, Optional<AtomicFile> file) {
        this.base = base;
        this.file = file;
        this.offset = file.flatMap(AtomicFile::read)
                .map(String::strip)
                .map(Duration::parse)
                .orElse(Duration.ZERO);
    }

    /** A clock that forgets its offset with the process. */
    public static MovableClock inMemory(InstantSource base) {
        return new MovableClock(base, Optional.empty());
    }

    /** A clock whose offset is kept in the folder. */
    public static MovableClock in(Path folder, InstantSource base) {
        return new MovableClock(base, Optional.of(new AtomicFile(folder.resolve(FILE_NAME))));
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
    }

    /**
     * Moves the clock forward; returns the new time.
     *
     * @throws IllegalArgumentException when the step is negative, or leads past the year 9998
     */
    public synchronized Instant advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock only moves forward: " + step + " is negative.");
        }
        if (step.compareTo(Duration.between(instant(), END_OF_TIME)) >= 0) {
            throw new IllegalArgumentException("The clock stays before the year 9999: " + step + " is too far.");
        }
        var moved = offset.plus(step);
        // Saved before it is seen: no answer may carry a time that a restart would take back.
        file.ifPresent(saved -> saved.write(moved.toString()));
        offset = moved;
        return instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Zones do not matter to an instant, so that there is one clock, not one per zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        if (!zone.equals(ZoneOffset.UTC)) {
            throw new UnsupportedOperationException("the local world runs on UTC");
        }
        return this;
    }
}
