package omni.mcp;

import static omni.mcp.ToolAnswer.Upstream.ANSWERED;
import static omni.mcp.ToolAnswer.Upstream.GONE;
import static omni.mcp.ToolAnswer.Upstream.NOT_ASKED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import omni.fakes.MovableClock;
import omni.mcp.CircuitBreaker.Ticket;
import omni.mcp.CircuitBreaker.Wait;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Duration OPEN = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T12:00:00Z"));
    private final CircuitBreaker breaker = new CircuitBreaker(clock);

    private Ticket letIn() {
        var entry = breaker.enter();
        assertThat(entry).isInstanceOf(Ticket.class);
        return (Ticket) entry;
    }

    private void fail(int times) {
        for (var time = 0; time < times; time++) {
            letIn().end(GONE);
        }
    }

    private void assertWait(Duration time) {
        assertThat(breaker.enter()).isEqualTo(new Wait(time));
    }

    @Test
    void fiveFailuresWithinThirtySecondsOpenItForThirty() {
        fail(4);
        clock.advance(Duration.ofSeconds(30));
        fail(1);

        assertWait(OPEN);
        clock.advance(Duration.ofSeconds(29));
        assertWait(Duration.ofSeconds(1));
    }

    /** One call at a time, each given up after 25 s: two of them are all that fit in 30 s. */
    @Test
    void anUpstreamThatHangsOpensItToo() {
        for (var call = 0; call < 5; call++) {
            var ticket = letIn();
            clock.advance(Duration.ofSeconds(25));
            ticket.end(GONE);
        }

        assertWait(OPEN);
    }

    @Test
    void aSuccessForgetsThemAll() {
        fail(4);
        letIn().end(ANSWERED);
        fail(4);

        letIn();
    }

    @Test
    void afterThatOneTriesWhileTheOthersWait() {
        fail(5);
        clock.advance(OPEN);

        var trial = letIn();
        assertWait(OPEN);
        trial.end(GONE);
        assertWait(OPEN);

        clock.advance(OPEN);
        letIn().end(ANSWERED);
        letIn();
        letIn();
    }

    @Test
    void aSuccessfulTrialBeginsTheCountAnew() {
        fail(5);
        clock.advance(OPEN);
        letIn().end(ANSWERED);
        fail(4);

        letIn();
    }

    @Test
    void whoWasLetInBeforeItOpenedNeitherClosesNorProlongsIt() {
        var answered = letIn();
        var left = letIn();
        var gone = letIn();
        fail(5);
        clock.advance(Duration.ofSeconds(10));

        answered.end(ANSWERED);
        left.end(NOT_ASKED);
        gone.end(GONE);

        assertWait(Duration.ofSeconds(20));
    }

    @Test
    void whileOneTriesTheEndOfNoOtherCounts() {
        var answered = letIn();
        var left = letIn();
        fail(5);
        clock.advance(OPEN);
        var trial = letIn();

        answered.end(ANSWERED);
        left.end(NOT_ASKED);

        assertWait(OPEN);
        trial.end(ANSWERED);
        letIn();
    }

    @Test
    void whoAsksNothingAfterAllLeavesItToTheNextOne() {
        fail(5);
        clock.advance(OPEN);
        letIn().end(NOT_ASKED);

        letIn();
        assertWait(OPEN);
    }

    @Test
    void whoAsksNothingForgetsNoFailure() {
        fail(4);
        letIn().end(NOT_ASKED);
        fail(1);

        assertWait(OPEN);
    }

    @Test
    void oneWhoNeverComesBackHoldsTheOthersUpForThirtySeconds() {
        fail(5);
        clock.advance(OPEN);
        var lost = letIn();

        clock.advance(OPEN);

        letIn();
        lost.end(ANSWERED);
        assertWait(OPEN);
    }
}
