package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import omni.billing.MeterClass;
import omni.fakes.Bundled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 7.2: the count of the current minute plus the overlapping share of the one before. */
class WindowsTest {

    private static final MeterClass CLASS = Bundled.meterClass("entity_resolve");
    private static final MeterClass OTHER = Bundled.meterClass("fact_lookup");
    private static final Instant MINUTE = Instant.parse("2026-05-15T12:00:00Z");

    private static Windows windows(long current, long previous) {
        return new Windows(Windows.minuteOf(MINUTE), Map.of(CLASS.number(), current), Map.of(CLASS.number(), previous));
    }

    @ParameterizedTest(name = "{0} now and {1} before, {2} ms into the minute: {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            current, previous, millis, count
            0,       0,        0,      0
            5,       0,        30000,  5
            0,       10,       0,      10
            3,       10,       0,      13
            3,       10,       30000,  8
            3,       10,       30001,  8
            3,       10,       36000,  7
            3,       10,       59999,  4
            3,       1,        59999,  4
            """)
    void theShareOfTheMinuteBeforeShrinksAndIsRoundedUp(long current, long previous, long millis, long count) {
        assertThat(windows(current, previous).countAt(CLASS, MINUTE.plusMillis(millis)))
                .isEqualTo(count);
    }

    @ParameterizedTest(name = "after {0} ms: now {1}, before {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            millis,  current, previous
            0,       7,       4
            59999,   7,       4
            60000,   0,       7
            119999,  0,       7
            120000,  0,       0
            9999999, 0,       0
            -1,      7,       4
            -600000, 7,       4
            """)
    void countersMoveOnWithTheMinuteAndNeverBack(long millis, long current, long previous) {
        var rolled = windows(7, 4).rolledTo(MINUTE.plusMillis(millis));
        assertThat(rolled.currentOf(CLASS)).isEqualTo(current);
        assertThat(rolled.previousOf(CLASS)).isEqualTo(previous);
    }

    @Test
    void aClockThatJumpsBackReadsAsTheStartOfTheMinute() {
        var windows = windows(1, 0);
        assertThat(windows.notBefore(MINUTE.minusSeconds(3600))).isEqualTo(MINUTE);
        assertThat(windows.notBefore(MINUTE.plusMillis(1))).isEqualTo(MINUTE.plusMillis(1));
    }

    @Test
    void classesAreCountedApart() {
        var counted = windows(1, 0).plusOne(OTHER).plusOne(OTHER);
        assertThat(counted.currentOf(CLASS)).isEqualTo(1);
        assertThat(counted.currentOf(OTHER)).isEqualTo(2);
    }

    @Test
    void afterWaitingAsToldACallFitsAndASecondEarlierItDoesNot() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++) {
            var limit = 1 + random.nextInt(40);
            var windows = windows(random.nextInt(60), random.nextInt(60));
            var now = MINUTE.plusMillis(random.nextInt(60_000));
            if (windows.countAt(CLASS, now) <= limit - 1) {
                continue;
            }
            var seconds = windows.secondsToFreeSlot(CLASS, now, limit);
            var say = "seed %d: limit %d, %s at %s, %d s".formatted(seed, limit, windows, now, seconds);
            assertThat(seconds).as(say).isBetween(1L, 120L);
            assertThat(fits(windows, now.plusSeconds(seconds), limit)).as(say).isTrue();
            assertThat(fits(windows, now.plusSeconds(seconds - 1), limit))
                    .as(say)
                    .isFalse();
        }
    }

    private static boolean fits(Windows windows, Instant at, long limit) {
        return windows.rolledTo(at).countAt(CLASS, at) <= limit - 1;
    }

    @ParameterizedTest(name = "{0} now, {1} before: free after {2} s")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            current, previous, seconds
            1,       0,        120
            1,       9,        120
            0,       9,        60
            """)
    void theWholeLimitIsFreeAgainWhenTheLastCallHasLeft(long current, long previous, long seconds) {
        var windows = windows(current, previous);
        var reset = windows.fullWindowFreeAt(CLASS, MINUTE.plusSeconds(20));
        assertThat(reset).isEqualTo(MINUTE.getEpochSecond() + seconds);
        var free = Instant.ofEpochSecond(reset);
        assertThat(windows.rolledTo(free).countAt(CLASS, free)).isZero();
        var before = free.minusMillis(1);
        assertThat(windows.rolledTo(before).countAt(CLASS, before)).isPositive();
    }

    @Test
    void anEmptyWindowIsFreeNow() {
        var now = MINUTE.plus(Duration.ofMillis(20_999));
        assertThat(windows(0, 0).fullWindowFreeAt(CLASS, now)).isEqualTo(now.getEpochSecond());
    }
}
