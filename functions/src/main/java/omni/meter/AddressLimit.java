package omni.meter;

import java.time.Instant;
import omni.account.Windows;

/**
 * What one client address may call of the public routes in a minute of the clock (contract 7.2). The minute is fixed, unlike
 * that of an organization: nothing is known of an address before its call is counted.
 */
public enum AddressLimit {
    /** Exchanges of sponsor tokens. */
    BOOTSTRAP(60),
    /** All other public routes together. */
    PUBLIC(600);

    private static final long SECONDS_PER_MINUTE = 60;

    private final int callsPerMinute;

    AddressLimit(int callsPerMinute) {
        this.callsPerMinute = callsPerMinute;
    }

    public int callsPerMinute() {
        return callsPerMinute;
    }

    /** When the whole limit is free again, in Unix seconds. */
    public static long freeAt(Instant now) {
        return (Windows.minuteOf(now) + 1) * SECONDS_PER_MINUTE;
    }

    /** Whole seconds until then, at least 1. */
    public static long secondsToFree(Instant now) {
        return Math.ceilDiv(Windows.remainingMillis(now), 1000L);
    }
}
