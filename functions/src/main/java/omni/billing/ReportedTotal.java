package omni.billing;

import java.time.Instant;

/**
 * What the provider was told of a month last. It is written down before it is told, so that it can be told again word for
 * word when the answer is lost.
 *
 * @param customerId whose usage it was told as
 * @param at the second that it was told for: it orders the totals of a month, and names this one
 * @param isConfirmed whether the provider has answered that it took it
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
