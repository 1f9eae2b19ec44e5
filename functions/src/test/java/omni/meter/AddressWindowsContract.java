package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.meter.AddressWindows.Count;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link AddressWindows} keeps (contract 7.2). */
public abstract class AddressWindowsContract {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:59.999Z");
    private static final int LIMIT = AddressLimit.BOOTSTRAP.callsPerMinute();
    private static int addresses;

    /** Its own for each test: the suite shares one table. */
    private final String address = "2001:db8::" + Integer.toHexString(++addresses);

    protected abstract AddressWindows windows();

    private Count count(Instant now) {
        return windows().count(address, AddressLimit.BOOTSTRAP, now);
    }

    private void fill(Instant now) {
        for (var call = 1; call <= LIMIT; call++) {
            assertThat(count(now)).isEqualTo(new Count.Counted(call));
        }
    }

    @Test
    void asManyCallsAsTheLimitAllowsAreCountedInAMinuteAndNoMore() {
        fill(NOW);
        assertThat(count(NOW)).isEqualTo(new Count.Full());
        assertThat(count(NOW)).isEqualTo(new Count.Full());
    }

    @Test
    void theNextMinuteIsFreeAndTheOneBeforeStaysFull() {
        fill(NOW);
        assertThat(count(NOW.plusMillis(1))).isEqualTo(new Count.Counted(1));
        assertThat(count(NOW)).as("a clock that jumps back").isEqualTo(new Count.Full());
    }

    @Test
    void addressesAndLimitsAreCountedApart() {
        fill(NOW);
        assertThat(windows().count(address, AddressLimit.PUBLIC, NOW)).isEqualTo(new Count.Counted(1));
        assertThat(windows().count(address + "0", AddressLimit.BOOTSTRAP, NOW)).isEqualTo(new Count.Counted(1));
    }

    @Test
    void manyAtOnceAreCountedExactly() throws Exception {
        var calls = IntStream.range(0, LIMIT + 20)
                .<Callable<Count>>mapToObj(call -> () -> count(NOW))
                .toList();
        try (var executor = Executors.newFixedThreadPool(8)) {
            var admitted = 0;
            for (var answer : executor.invokeAll(calls)) {
                admitted += answer.get() instanceof Count.Counted ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(LIMIT);
        }
    }
}
