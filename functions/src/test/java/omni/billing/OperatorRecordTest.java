package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 5.1: a dispute that an operator cleared stays cleared when it is read again. */
class OperatorRecordTest {

    private static final Instant FIRST = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(60);
    private static final Instant NOW = FIRST.plusSeconds(600);

    private final OperatorRecord read = OperatorRecord.empty("org_1")
            .withDisputes(List.of("dp_1"), FIRST)
            .withDisputes(List.of("dp_1", "dp_2"), SECOND);

    @Test
    void theFactIsTheOldestThatNobodyCleared() {
        assertThat(OperatorRecord.empty("org_1").disputeLostAt()).isEmpty();
        assertThat(read.disputeLostAt()).contains(FIRST);
    }

    @Test
    void whatWasClearedStaysClearedHoweverOftenItIsRead() {
        var cleared = read.withDisputesCleared(NOW);
        var again = cleared.withDisputes(List.of("dp_1", "dp_2"), NOW.plusSeconds(1));
        assertThat(cleared.disputeLostAt()).isEmpty();
        assertThat(again).isEqualTo(cleared);
        assertThat(again.withDisputes(List.of(), NOW))
                .as("a reading that lacks them")
                .isEqualTo(cleared);
    }

    @Test
    void anotherDisputeRestrictsAnew() {
        var another = read.withDisputesCleared(NOW).withDisputes(List.of("dp_1", "dp_3", "dp_3"), NOW);
        assertThat(another.disputeLostAt()).contains(NOW);
        assertThat(another.withDisputesCleared(NOW.plusSeconds(1)).disputes())
                .extracting(LostDispute::clearedAt)
                .containsExactly(NOW, NOW, NOW.plusSeconds(1));
    }
}
