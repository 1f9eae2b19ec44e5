package omni.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    @ParameterizedTest(name = "after {0} at {1}")
    @CsvSource({
        "2026-05-14T09:00:00Z, 2026-05-14T09:01:00Z",
        "2026-05-14T09:00:59.999Z, 2026-05-14T09:01:00Z",
        "2026-05-14T09:01:00Z, 2026-05-14T10:01:00Z",
        "2026-12-31T23:30:00Z, 2027-01-01T00:01:00Z"
    })
    void theNextRunIsTheFirstMinuteOfItsKindAfterwards(Instant after, Instant next) {
        assertThat(new Schedule(1).next(after)).isEqualTo(next);
    }

    @Test
    void itIsWrittenAsEventBridgeReadsIt() {
        assertThat(new Schedule(1).cron()).isEqualTo("cron(1 * * * ? *)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(60));
    }
}
