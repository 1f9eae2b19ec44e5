package omni.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import omni.fakes.MovableClock;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T12:00:00Z"));
    private final CircuitBreaker breaker = new CircuitBreaker(clock);

    private void fail(int times) {
        for (var time = 0; time < times; time++) {
            assertThat(breaker.enter()).isZero();
            breaker.failed();
        }
    }

    @Test
    void fiveFailuresWithinThirtySecondsOpenItForThirty() {
        fail(4);
        clock.advance(Duration.ofSeconds(30));
        fail(1);

        assertThat(breaker.enter()).isEqualTo(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(29));
        assertThat(breaker.enter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void failuresThatAreFurtherApartDoNot() {
        fail(4);
        clock.advance(Duration.ofSeconds(30).plusMillis(1));
        fail(4);

        assertThat(breaker.enter()).isZero();
    }

    @Test
    void aSuccessForgetsThemAll() {
        fail(4);
        breaker.succeeded();
        fail(4);

        assertThat(breaker.enter()).isZero();
    }

    @Test
    void afterThatOneTriesWhileTheOthersWait() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));

        assertThat(breaker.enter()).isZero();
        assertThat(breaker.enter()).isPositive();
        breaker.failed();
        assertThat(breaker.enter()).isEqualTo(Duration.ofSeconds(30));

        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isZero();
        breaker.succeeded();
        assertThat(breaker.enter()).isZero();
        assertThat(breaker.enter()).isZero();
    }

    @Test
    void whoAsksNothingAfterAllLeavesItToTheNextOne() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isZero();

        breaker.left();

        assertThat(breaker.enter()).isZero();
        assertThat(breaker.enter()).isPositive();
    }

    @Test
    void whoAsksNothingForgetsNoFailure() {
        fail(4);
        breaker.left();
        fail(1);

        assertThat(breaker.enter()).isPositive();
    }

    @Test
    void oneWhoNeverComesBackHoldsTheOthersUpForThirtySeconds() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isZero();

        clock.advance(Duration.ofSeconds(30));

        assertThat(breaker.enter()).isZero();
    }
}
