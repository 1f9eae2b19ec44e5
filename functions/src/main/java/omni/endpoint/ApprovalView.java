package omni.endpoint;

import java.time.Instant;
import omni.budget.BudgetApproval;

/** Approval of contract 11.5; {@code requestId} is that of its creation. */
record ApprovalView(
        String object,
        String id,
        String orgId,
        String invoicePeriod,
        long amountCents,
        String status,
        Instant createdAt,
        Instant expiresAt,
        String createdByPrincipalId,
        String requestId) {

    static ApprovalView of(BudgetApproval approval, Instant now) {
        return new ApprovalView(
                "billing_approval",
                approval.id(),
                approval.orgId(),
                approval.period().text(),
                approval.amountCents(),
                approval.activeAt(now) ? "active" : "expired",
                approval.createdAt(),
                approval.expiresAt(),
                approval.createdByPrincipalId(),
                approval.requestId());
    }
}
