package omni.budget;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/**
 * The port to what an organization allows itself to spend. Each change is one transaction with its audit event, on
 * condition of {@code basis}'s facts version, which it raises.
 */
public interface Budgets {

    /** Replaces the three bounds; false when the facts moved on. */
    boolean replaceCaps(Account basis, BudgetCaps caps, AuditEvent event);

    /**
     * Adds an approval; false when the facts moved on.
     *
     * @param counted what the account holds from now on, the new one included
     */
    boolean approve(Account basis, List<Approval> counted, BudgetApproval approval, AuditEvent event);

    /** One approval, strongly consistent; empty when it was not made at {@code since} or later. */
    Optional<BudgetApproval> approval(String orgId, String approvalId, Instant since);

    /**
     * One page of approvals, newest first.
     *
     * @param period only those of one period; null for all
     * @param after the place behind which it begins; null for the newest
     */
    Page<BudgetApproval> approvals(
            String orgId, @Nullable InvoicePeriod period, int limit, @Nullable ListPosition after);
}
