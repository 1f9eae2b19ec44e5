package omni.budget;

import java.time.Instant;
import omni.billing.Approval;
import omni.billing.InvoicePeriod;
import omni.event.ListPosition;

/**
 * An approval as its list shows it (contract 11.5).
 *
 * @param period the only one it counts in
 * @param expiresAt first instant at which it no longer counts; never after the end of its period
 */
public record BudgetApproval(
        String id,
        String orgId,
        InvoicePeriod period,
        long amountCents,
        Instant createdAt,
        Instant expiresAt,
        String createdByPrincipalId,
        String requestId) {

    public boolean activeAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** What the account holds of it. */
    public Approval asApproval() {
        return new Approval(amountCents, expiresAt);
    }

    public ListPosition position() {
        return new ListPosition(createdAt, id);
    }
}
