package omni.ledger;

/**
 * Gives calls back: credits each call whose caller never got an answer, which its void says, and each that was counted twice
 * under one usage id. Credited before, it is left alone.
 */
final class CallCredits {

    private static final int MAX_ATTEMPTS = 20;

    private final Ledger ledger;
    private final UsageRecorder.Alarm alarm;

    CallCredits(Ledger ledger, UsageRecorder.Alarm alarm) {
        this.ledger = ledger;
        this.alarm = alarm;
    }

    /** Credits what is to be credited under a usage id. */
    void credit(String usageId) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var items = ledger.read(usageId);
            var conflict = false;
            for (var row : items.toCredit()) {
                switch (ledger.credit(row, items.mark())) {
                    case DONE, ALREADY -> {}
                    case TOO_OLD -> alarm.creditTooOld(row);
                    case CONFLICT -> conflict = true;
                }
            }
            if (!conflict) {
                return;
            }
        }
        throw new IllegalStateException("a credit was contended " + MAX_ATTEMPTS + " times");
    }
}
