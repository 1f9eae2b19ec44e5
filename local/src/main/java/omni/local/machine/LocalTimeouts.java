package omni.local.machine;

import java.time.Duration;
import omni.timeouts.Timeouts;

/**
 * How long the parts of a local world wait for each other. They share one machine, which others may keep busy: whoever does not
 * answer in these times is not slow but hung. Each limit is longer than all that it waits for take together.
 */
public final class LocalTimeouts {

    /** One request to a part that answers by itself. */
    public static final Duration HUNG = Duration.ofMinutes(1);

    /** A function, which sends several of them, each tried again; in AWS it has 29 seconds. */
    public static final Duration FUNCTION = Duration.ofMinutes(10);

    /** A function that a schedule runs, as in AWS. */
    public static final Duration SCHEDULED = Duration.ofMinutes(15);

    /** Whoever asks a function, or moves the clock and with it runs schedules. */
    public static final Duration CALLER = Duration.ofMinutes(20);

    /** What the functions are given. */
    public static final Timeouts OF_FUNCTIONS = Timeouts.untilHung(HUNG);

    private LocalTimeouts() {}
}
