package omni.dynamodb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.account.AccountField;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.budget.BudgetApproval;
import omni.budget.Budgets;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Budgets and approvals: the account, what its lists show, and the audit event in one transaction. The decision was made on the
 * very facts that it is conditioned on: a bound or an approval written meanwhile would not have been seen.
 */
public final class DynamoBudgets implements Budgets {

    /** Greater than every id: digits, letters and the underscore sort below it. */
    private static final String BEHIND_ALL_IDS = "~";

    private final Table table;

    public DynamoBudgets(Table table) {
        this.table = table;
    }

    @Override
    public boolean replaceCaps(Account basis, BudgetCaps caps, AuditEvent event) {
        return Transactions.write(
                table,
                "a budget",
                List.of(
                        DynamoAccounts.facts(table, basis, DynamoAccounts.bounds(caps)),
                        table.put(EventItem.of(event))));
    }

    @Override
    public boolean approve(Account basis, List<Approval> counted, BudgetApproval approval, AuditEvent event) {
        var values = new LinkedHashMap<String, @Nullable AttributeValue>();
        values.put(AccountField.APPROVALS.attribute(), AccountItem.approvals(counted));
        return Transactions.write(
                table,
                "an approval",
                List.of(
                        DynamoAccounts.facts(table, basis, values),
                        table.put(ApprovalItem.of(approval)),
                        table.put(EventItem.of(event))));
    }

    @Override
    public Optional<BudgetApproval> approval(String orgId, String approvalId, Instant since) {
        var rows = new NewestFirst.Rows<>(
                ApprovalItem::read,
                (BudgetApproval approval) -> approval.id().equals(approvalId),
                BudgetApproval::position);
        String after = null;
        while (true) {
            var page = new NewestFirst(
                            table,
                            AccountItem.partition(orgId),
                            ApprovalItem.sort(since, ""),
                            ApprovalItem.PREFIX + BEHIND_ALL_IDS,
                            after)
                    .page(rows, 1);
            var next = page.next();
            if (!page.rows().isEmpty() || next == null) {
                return page.rows().stream().findFirst();
            }
            after = ApprovalItem.sort(next.time(), next.id());
        }
    }

    @Override
    public Page<BudgetApproval> approvals(
            String orgId, @Nullable InvoicePeriod period, int limit, @Nullable ListPosition after) {
        var lowest = period == null ? ApprovalItem.PREFIX : ApprovalItem.sort(period.start(), "");
        var highest = period == null
                ? ApprovalItem.PREFIX + BEHIND_ALL_IDS
                : ApprovalItem.sort(period.end().minusMillis(1), BEHIND_ALL_IDS);
        var list = new NewestFirst(
                table,
                AccountItem.partition(orgId),
                lowest,
                highest,
                after == null ? null : ApprovalItem.sort(after.time(), after.id()));
        return list.page(new NewestFirst.Rows<>(ApprovalItem::read, approval -> true, BudgetApproval::position), limit);
    }
}
