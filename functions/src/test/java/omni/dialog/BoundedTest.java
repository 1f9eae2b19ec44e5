package omni.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is waited for so long and no longer. */
class BoundedTest {

    private final AtomicBoolean isOver = new AtomicBoolean();

    @AfterEach
    void end() {
        isOver.set(true);
    }

    private int spin() {
        while (!isOver.get()) {
            Thread.onSpinWait();
        }
        return 1;
    }

    /** Virtual threads share a few of the machine's: whoever never waits would keep one of these for ever. */
    @Test
    void stepsThatNeverPauseLeaveTheNextOneItsThread() {
        for (var step = 0; step < 2 * Runtime.getRuntime().availableProcessors(); step++) {
            assertThat(Bounded.call(this::spin, Duration.ofMillis(20))).isEmpty();
        }

        assertThat(Bounded.call(() -> "answered", Duration.ofSeconds(5))).contains("answered");
    }

    @Test
    void withoutTimeNothingIsCalled() {
        assertThat(Bounded.call(this::spin, Duration.ZERO)).isEmpty();
    }
}
