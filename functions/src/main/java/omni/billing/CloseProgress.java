package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the closing of a month is.
 *
 * @param sequence the account's last commit of the month, once no other can come; null before
 * @param draftId the draft that waits for {@link UsageBilling#release}; null for none
 * @param drift what keeps it from that; null for nothing
 * @param complete whether its invoice is final, or none will come: what is left of it then moves on
 */
public record CloseProgress(
        @Nullable Long sequence,
        @Nullable String draftId,
        @Nullable Drift drift,
        boolean complete) {

    static final CloseProgress OPEN = new CloseProgress(null, null, null, false);

    /**
     * What ought to be the same and is not.
     *
     * @param since when it was first seen
     * @param counter what the account says was used in the month
     * @param ledger what its rows come to
     * @param total what was reported to the provider, or ought to have been
     * @param meter what the provider's meter says
     */
    public record Drift(Instant since, Money counter, Money ledger, Money total, Money meter) {

        public boolean isNone() {
            return counter.equals(ledger) && total.equals(meter);
        }
    }

    CloseProgress close(long lastSequence) {
        return new CloseProgress(lastSequence, draftId, drift, complete);
    }

    CloseProgress withDraft(@Nullable String invoiceId) {
        return new CloseProgress(sequence, invoiceId, drift, complete);
    }

    CloseProgress withDrift(@Nullable Drift seen) {
        return new CloseProgress(sequence, draftId, seen, complete);
    }

    CloseProgress settle() {
        return new CloseProgress(sequence, null, null, true);
    }
}
