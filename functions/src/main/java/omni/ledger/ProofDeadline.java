package omni.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import omni.meter.VoidMark;

/**
 * Gives back what was charged before work whose end nobody proved in time: its process is gone, whoever it was (contract 4). It puts the
 * void; the stream credits. It may run twice at once, or die: what it leaves, the next run finds.
 */
public final class ProofDeadline {

    /** So long after its commit a call has time to prove its end; longer than any function runs. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int FAULT = 500;

    private final Ledger ledger;
    private final UnprovenCalls unproven;
    private final Watch watch;
    private final InstantSource clock;

    /** Hears of each call that is given back. */
    @FunctionalInterface
    public interface Watch {
        void lapsed(UsageRow row);
    }

    public ProofDeadline(Ledger ledger, UnprovenCalls unproven, Watch watch, InstantSource clock) {
        this.ledger = ledger;
        this.unproven = unproven;
        this.watch = watch;
        this.clock = clock;
    }

    /** Looks at every call that is due; how many were given back. */
    public int enforce() {
        var now = clock.instant();
        var lapsed = 0;
        UnprovenCalls.Listed last = null;
        for (var page = unproven.until(now.minus(LIMIT), last);
                !page.isEmpty();
                page = unproven.until(now.minus(LIMIT), last)) {
            for (var call : page) {
                lapsed += enforce(call, now);
                last = call;
            }
        }
        return lapsed;
    }

    private int enforce(UnprovenCalls.Listed call, Instant now) {
        var items = ledger.read(call.usageId());
        var pending = items.pending();
        if (pending.isEmpty()) {
            unproven.remove(call);
            return 0;
        }
        return isOverdue(pending, now) && giveBack(pending.getFirst(), now) ? 1 : 0;
    }

    /** An attempt that took the call over may have committed it once more. */
    private static boolean isOverdue(List<UsageRow> pending, Instant now) {
        return pending.stream()
                .map(row -> row.call().at())
                .max(Comparator.naturalOrder())
                .filter(at -> !at.plus(LIMIT).isAfter(now))
                .isPresent();
    }

    private boolean giveBack(UsageRow row, Instant now) {
        var call = row.call();
        if (!ledger.lapse(call.usageId(), now)) {
            return false;
        }
        var put = ledger.putVoid(new VoidMark(call.usageId(), row.orgId(), row.live(), FAULT, call.latencyMs(), now));
        if (put) {
            watch.lapsed(row);
        }
        return put;
    }
}
