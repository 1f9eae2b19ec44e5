package omni.endpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import omni.ledger.RollUp;
import org.jspecify.annotations.Nullable;

/** How a sum of calls reads (contract 11.7). */
final class CallTotals {

    private static final int LATENCY_DECIMALS = 2;

    private CallTotals() {}

    /** Milliseconds, half-up to two decimals; 0 where there was no call. */
    static BigDecimal avgLatencyMs(RollUp.Tally sum) {
        if (sum.requests() == 0) {
            return BigDecimal.ZERO;
        }
        var average = BigDecimal.valueOf(sum.latencyMs())
                .divide(BigDecimal.valueOf(sum.requests()), LATENCY_DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return average.scale() < 0 ? average.setScale(0) : average;
    }

    /** Null where there was no call. */
    static @Nullable Instant lastSeenAt(RollUp.Tally sum) {
        return sum.requests() == 0 ? null : sum.lastAt();
    }
}
