package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the closing of a month is.
 *
 * @param sequence the account's last commit of the month, once no other can come; null before
 * @param draftId the draft that waits for {@link UsageBilling#release}; null for none
 * @param drift what keeps it from that; null for nothing
 * @param settled whether its invoice is final, or none will come: what is left of it then moves on
 */
public record UsageClosing(
        @Nullable Long sequence,
        @Nullable String draftId,
        @Nullable Drift drift,
        boolean settled) {

    static final UsageClosing OPEN = new UsageClosing(null, null, null, false);

    /**
     * What ought to be the same and is not.
     *
     * @param since when it was first seen
     * @param counter what the account says was used in the month
     * @param ledger what its rows come to
     * @param total what the provider was told, or ought to have been
     * @param meter what the provider says it was told
     */
    public record Drift(Instant since, Money counter, Money ledger, Money total, Money meter) {

        public boolean isNone() {
            return counter.equals(ledger) && total.equals(meter);
        }
    }

    UsageClosing at(long lastSequence) {
        return new UsageClosing(lastSequence, draftId, drift, settled);
    }

    UsageClosing held(@Nullable String invoiceId) {
        return new UsageClosing(sequence, invoiceId, drift, settled);
    }

    UsageClosing drifting(@Nullable Drift seen) {
        return new UsageClosing(sequence, draftId, seen, settled);
    }

    UsageClosing done() {
        return new UsageClosing(sequence, null, null, true);
    }
}
