package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Budgets and approvals: the account, what its lists show, and the audit event in one transaction. */
public final class DynamoBudgets implements Budgets {

    /** Greater than every id: digits, letters and the underscore sort below it. */
    private static final String BEHIND_ALL_IDS = "~";

    /** The decision was made on these very facts: a bound or an approval written meanwhile would not have been seen. */
    private static final String SAME_FACTS = AccountField.FACTS_VERSION.attribute() + " = :facts";

    private final Table table;

    public DynamoBudgets(Table table) {
        this.table = table;
    }

    @Override
    public boolean replaceCaps(Account basis, BudgetCaps caps, AuditEvent event) {
        var values = new LinkedHashMap<String, @Nullable AttributeValue>();
        values.put(AccountField.HARD_CAP.attribute(), cents(caps.spendCapCents()));
        values.put(AccountField.SOFT_CAP.attribute(), cents(caps.softCapCents()));
        values.put(AccountField.THRESHOLD.attribute(), cents(caps.approvalThresholdCents()));
        return Transactions.write(table, "a budget", List.of(accountUpdate(basis, values), insert(event)));
    }

    private static @Nullable AttributeValue cents(@Nullable Long cents) {
        return cents == null ? null : number(cents);
    }

    @Override
    public boolean approve(Account basis, List<Approval> counted, BudgetApproval approval, AuditEvent event) {
        var values = new LinkedHashMap<String, @Nullable AttributeValue>();
        values.put(AccountField.APPROVALS.attribute(), AccountItem.approvals(counted));
        return Transactions.write(
                table,
                "an approval",
                List.of(accountUpdate(basis, values), insert(ApprovalItem.of(approval)), insert(event)));
    }

    /** Sets what has a value, removes what has none, and raises the facts version. */
    private TransactWriteItem accountUpdate(Account basis, Map<String, @Nullable AttributeValue> attributes) {
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        values.put(":facts", number(basis.factsVersion()));
        values.put(":next", number(basis.factsVersion() + 1));
        sets.add(AccountField.FACTS_VERSION.attribute() + " = :next");
        attributes.forEach((name, value) -> {
            if (value == null) {
                removes.add(name);
            } else {
                sets.add(name + " = :" + name);
                values.put(":" + name, value);
            }
        });
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table.name())
                        .key(AccountItem.key(basis.orgId(), true))
                        .updateExpression("SET " + String.join(", ", sets)
                                + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes)))
                        .conditionExpression(SAME_FACTS)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }

    private TransactWriteItem insert(AuditEvent event) {
        return insert(EventItem.of(event));
    }

    private TransactWriteItem insert(Map<String, AttributeValue> item) {
        return Transactions.put(Put.builder().tableName(table.name()).item(item).build());
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
