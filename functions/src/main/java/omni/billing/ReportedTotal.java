package omni.billing;

import java.time.Instant;

/**
 * What was last reported of a month to the provider. It is written down before it is sent, so that it can be sent again word for
 * word when the answer is lost.
 *
 * @param customerId whose usage it was reported as
 * @param at the second that it was reported for: it orders the totals of a month, and names this one
 * @param isConfirmed whether the provider has answered that it accepted it
 */
public record ReportedTotal(String customerId, Money total, Instant at, boolean isConfirmed) {

    /** Whether an invoice bills it that begins after {@code since}. */
    public boolean countsFor(String customer, Instant since) {
        return customerId.equals(customer) && at.isAfter(since);
    }

    ReportedTotal confirm() {
        return new ReportedTotal(customerId, total, at, true);
    }
}
