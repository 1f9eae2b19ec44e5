package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import omni.ledger.AppliedCommits.Stretch;
import org.junit.jupiter.api.Test;

class AppliedCommitsTest {

    @Test
    void inOrderThereAreNoHoles() {
        assertThat(AppliedCommits.NONE.plus(7).plus(8).plus(9)).isEqualTo(new AppliedCommits(7, 9, List.of()));
    }

    @Test
    void aHoleIsKeptUntilItIsFilled() {
        var holed = AppliedCommits.NONE.plus(7).plus(12);
        assertThat(holed).isEqualTo(new AppliedCommits(7, 12, List.of(new Stretch(8, 11))));
        assertThat(holed.plus(9).missing()).containsExactly(new Stretch(8, 8), new Stretch(10, 11));
        assertThat(holed.plus(3)).isEqualTo(new AppliedCommits(3, 12, List.of(new Stretch(4, 6), new Stretch(8, 11))));
    }

    @Test
    void anyOrderHoldsExactlyWhatWasAdded() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) {
            var applied = AppliedCommits.NONE;
            var added = new HashSet<Long>();
            for (var count = 0; count < 20; count++) {
                var sequence = 1L + random.nextInt(25);
                applied = applied.plus(sequence);
                added.add(sequence);
            }
            for (var sequence = 0L; sequence < 30; sequence++) {
                assertThat(applied.holds(sequence))
                        .as("seed %s: %s", seed, sequence)
                        .isEqualTo(added.contains(sequence));
            }
        }
    }
}
