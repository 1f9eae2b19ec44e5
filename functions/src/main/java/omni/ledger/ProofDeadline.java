package omni.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

    private static final Duration NO_LONGER_CREDITED = Duration.ofDays(62);
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

    /** Looks at every call that is due; how many were given back. A call that fails holds none up behind it, and is told at the end. */
    public int enforce() {
        var now = clock.instant();
        var lapsed = 0;
        var failures = new ArrayList<RuntimeException>();
        UnprovenCalls.Listed last = null;
        for (var page = unproven.until(now.minus(LIMIT), last);
                !page.isEmpty();
                page = unproven.until(now.minus(LIMIT), last)) {
            for (var call : page) {
                try {
                    lapsed += enforce(call, now);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
                last = call;
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " calls could not be looked at", failures.getFirst());
        }
        return lapsed;
    }

    private int enforce(UnprovenCalls.Listed call, Instant now) {
        var items = ledger.read(call.usageId());
        var pending = items.pending();
        if (pending.isEmpty()) {
            if (isSettled(items, now)) {
                unproven.remove(call);
            }
            return 0;
        }
        return isOverdue(pending, now) && giveBack(pending.getFirst(), now) ? 1 : 0;
    }

    /** Until the stream has taken proof or void in, the list is what leads there; after a month nothing is credited any more. */
    private static boolean isSettled(Ledger.Items items, Instant now) {
        return (items.toCredit().isEmpty() && items.toProve().isEmpty())
                || items.rows().stream().allMatch(row -> row.call().at().isBefore(now.minus(NO_LONGER_CREDITED)));
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
