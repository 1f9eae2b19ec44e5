package omni.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omni.account.Windows;
import omni.meter.AddressLimit;
import omni.meter.AddressWindows;

/** Calls of addresses by limit and minute; the counting can be switched off, as if the table did not answer. */
public final class InMemoryAddressWindows implements AddressWindows {

    private record Minute(String address, AddressLimit limit, long minute) {}

    private final Map<Minute, Long> calls = new HashMap<>();
    private boolean reachable = true;

    public void reachable(boolean now) {
        reachable = now;
    }

    /** How many calls are counted. */
    public synchronized long counted() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized Count count(String address, AddressLimit limit, Instant now) {
        if (!reachable) {
            return new Count.Missed("switched off");
        }
        var minute = new Minute(address, limit, Windows.minuteOf(now));
        var before = calls.getOrDefault(minute, 0L);
        if (before >= limit.callsPerMinute()) {
            return new Count.Full();
        }
        calls.put(minute, before + 1);
        return new Count.Counted(before + 1);
    }
}
