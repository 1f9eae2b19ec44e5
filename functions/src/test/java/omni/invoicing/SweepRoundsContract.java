package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import omni.invoicing.SweepRound.Stage;
import omni.meter.PayingAccount;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SweepRounds} guarantees, each test on a store of its own. */
public abstract class SweepRoundsContract {

    private static final Instant BEGAN = PayingAccount.NOW;

    protected abstract SweepRounds rounds();

    @Test
    void aRoundIsReadBackAsWrittenAndItsVersionRises() {
        assertThat(rounds().read()).isNull();
        var round = new SweepRound(0, BEGAN, Stage.EVENTS, null);
        for (var next : new SweepRound[] {
            round, new SweepRound(1, BEGAN, Stage.ORGANIZATIONS, "org_1"), new SweepRound(2, BEGAN, Stage.OVER, null)
        }) {
            assertThat(rounds().write(next)).isTrue();
            assertThat(rounds().read()).isEqualTo(next.nextVersion());
        }
    }

    @Test
    void ofTwoRunsAtOnceTheLaterWriteIsRefused() {
        var first = new SweepRound(0, BEGAN, Stage.EVENTS, "evt_1");
        assertThat(rounds().write(first)).isTrue();
        assertThat(rounds().write(first.at("evt_2"))).as("both began it").isFalse();
        assertThat(rounds().write(first.nextVersion().at("evt_3"))).isTrue();
        assertThat(rounds().write(first.nextVersion().at("evt_4"))).isFalse();

        assertThat(rounds().read()).isEqualTo(first.nextVersion().at("evt_3").nextVersion());
    }
}
