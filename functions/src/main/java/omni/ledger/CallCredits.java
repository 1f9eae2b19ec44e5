package omni.ledger;

import java.util.HashSet;
import java.util.Set;

/**
 * Gives calls back: credits each call whose caller never got an answer, which its void says, and each further commit of one that was
 * counted twice. What is as it should be is left alone.
 */
final class CallCredits {

    private static final int MAX_ATTEMPTS = 20;

    private final Ledger ledger;
    private final UsageRecorder.Alarm alarm;

    CallCredits(Ledger ledger, UsageRecorder.Alarm alarm) {
        this.ledger = ledger;
        this.alarm = alarm;
    }

    /** Credits what is to be credited under a usage id, until a look finds nothing more: others may work at the same time. */
    void credit(String usageId) {
        var tooOld = new HashSet<UsageRow>();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (!creditOnce(usageId, tooOld)) {
                return;
            }
        }
        throw new IllegalStateException("a credit was contended " + MAX_ATTEMPTS + " times");
    }

    private boolean creditOnce(String usageId, Set<UsageRow> tooOld) {
        var due = ledger.read(usageId).toCredit();
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
        return !due.isEmpty();
    }
}
