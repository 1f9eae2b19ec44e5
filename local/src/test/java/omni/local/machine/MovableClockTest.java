package omni.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovableClockTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final InstantSource BASE = InstantSource.fixed(NOW);

    @Test
    void stepsAddUp() {
        var clock = MovableClock.inMemory(BASE);

        assertThat(clock.advance(Duration.ofHours(24))).isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(clock.advance(Duration.ZERO)).isEqualTo(NOW.plus(Duration.ofDays(1)));
        clock.advance(Duration.ofDays(40));

        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofDays(41)));
    }

    @Test
    void aFolderKeepsTheOffset(@TempDir Path folder) {
        MovableClock.in(folder, BASE).advance(Duration.ofDays(40));

        assertThat(MovableClock.in(folder, BASE).instant()).isEqualTo(NOW.plus(Duration.ofDays(40)));
    }

    @ParameterizedTest
    @CsvSource({"PT-1S,negative", "P3000000D,too far", "PT87600000000H,too far"})
    void aStepBackOrOutOfTimeIsRefusedAndChangesNothing(Duration step, String words) {
        var clock = MovableClock.inMemory(BASE);

        assertThatThrownBy(() -> clock.advance(step))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
