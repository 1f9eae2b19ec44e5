package omni.local.metering;

import java.util.Locale;
import omni.call.IdempotencySample;
import org.junit.jupiter.api.Test;

/** The stories of dead, deaf and revived attempts on the product's own adapters. */
class IdempotencyOnDynamoTest {

    private static final long FIRST_SEED = 1;
    private static final long LAST_SEED = 120;

    @Test
    void anyMixOfDeathsLossesAndRevivalsLeavesOneChargeAndOneAnswer() {
        var store = new DynamoStore();
        for (var seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
            IdempotencySample.tell(seed, store, String.format(Locale.ROOT, "org_%012d", seed));
        }
    }
}
