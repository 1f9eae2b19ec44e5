package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.budget.BudgetApproval;
import omni.budget.Budgets;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** The budgets of accounts in memory; each change is atomic with its event. */
public final class InMemoryBudgets implements Budgets {

    private static final Comparator<ListPosition> NEWEST_FIRST = Comparator.comparing(ListPosition::time)
            .thenComparing(ListPosition::id)
            .reversed();

    private final InMemoryStore store;
    private final List<BudgetApproval> approvals = new ArrayList<>();

    public InMemoryBudgets(InMemoryStore store) {
        this.store = store;
    }

    @Override
    public synchronized boolean replaceCaps(Account basis, BudgetCaps caps, AuditEvent event) {
        return change(basis, caps, basis.approvals(), event);
    }

    @Override
    public synchronized boolean approve(
            Account basis, List<Approval> counted, BudgetApproval approval, AuditEvent event) {
        if (!change(basis, basis.caps(), counted, event)) {
            return false;
        }
        approvals.add(approval);
        return true;
    }

    private boolean change(Account basis, BudgetCaps caps, List<Approval> counted, AuditEvent event) {
        if (!store.replaceBudget(basis, caps, counted)) {
            return false;
        }
        store.events().add(event);
        return true;
    }

    @Override
    public synchronized Optional<BudgetApproval> approval(String orgId, String approvalId, Instant since) {
        return approvals.stream()
                .filter(approval -> approval.orgId().equals(orgId))
                .filter(approval -> approval.id().equals(approvalId))
                .filter(approval -> !approval.createdAt().isBefore(since))
                .findFirst();
    }

    @Override
    public synchronized Page<BudgetApproval> approvals(
            String orgId, @Nullable InvoicePeriod period, int limit, @Nullable ListPosition after) {
        var rows = approvals.stream()
                .filter(approval -> approval.orgId().equals(orgId))
                .filter(approval -> period == null || approval.period().equals(period))
                .filter(approval -> after == null || NEWEST_FIRST.compare(approval.position(), after) > 0)
                .sorted(Comparator.comparing(BudgetApproval::position, NEWEST_FIRST))
                .toList();
        return rows.size() <= limit
                ? new Page<>(rows, null)
                : new Page<>(rows.subList(0, limit), rows.get(limit - 1).position());
    }
}
