package omni.ledger;

import java.util.HashSet;
import java.util.Set;

/**
 * Brings what stands under a usage id to where it belongs: credits each call whose caller never got an answer, which its void says, and
 * each further commit of one that was counted twice; takes proofs in; lists what waits for its proof. What is as it should be is left alone.
 */
final class CallEnds {

    private static final int MAX_ATTEMPTS = 20;

    private final Ledger ledger;
    private final UnprovenCalls unproven;
    private final UsageRecorder.Alarm alarm;

    CallEnds(Ledger ledger, UnprovenCalls unproven, UsageRecorder.Alarm alarm) {
        this.ledger = ledger;
        this.unproven = unproven;
        this.alarm = alarm;
    }

    /** Does what is due under a usage id, until a look finds nothing more: others may work at the same time. What stands there then. */
    Ledger.Items settle(String usageId) {
        var tooOld = new HashSet<UsageRow>();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var items = ledger.read(usageId);
            if (!settleOnce(items, tooOld)) {
                items.pending().forEach(unproven::list);
                return items;
            }
        }
        throw new IllegalStateException("a usage id was contended " + MAX_ATTEMPTS + " times");
    }

    private boolean settleOnce(Ledger.Items items, Set<UsageRow> tooOld) {
        var due = items.toCredit();
        due.keySet().removeAll(tooOld);
        due.forEach((row, after) -> {
            switch (ledger.credit(row, after)) {
                case DONE, ALREADY, CONFLICT -> {}
                case TOO_OLD -> {
                    tooOld.add(row);
                    alarm.creditTooOld(row);
                }
            }
        });
        var proven = items.toProve();
        proven.ifPresent(ledger::proveRow);
        return !due.isEmpty() || proven.isPresent();
    }
}
