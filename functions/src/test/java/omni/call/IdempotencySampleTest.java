package omni.call;

import omni.fakes.InMemoryStore;
import org.junit.jupiter.api.Test;

/** The very stories that are sampled on DynamoDB, and many more, in memory. */
class IdempotencySampleTest {

    private static final long FIRST_SEED = 1;
    private static final long LAST_SEED = 3_000;

    @Test
    void anyMixOfDeathsLossesAndRevivalsLeavesOneChargeAndOneAnswer() {
        for (var seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
            IdempotencySample.tell(seed, new InMemoryStore(), "org_Aa0Bb1Cc2Dd3");
        }
    }
}
