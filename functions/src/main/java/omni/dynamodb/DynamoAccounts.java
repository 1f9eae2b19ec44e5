package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.AccountField;
import omni.account.Accounts;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.OperatorRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Accounts and what billing shows of them: the rare writes, each one transaction on condition of a version. */
public final class DynamoAccounts implements Accounts {

    private final Table table;
    private final Collection<Integer> classes;

    public DynamoAccounts(Table table, Collection<Integer> classes) {
        this.table = table;
        this.classes = List.copyOf(classes);
    }

    @Override
    public @Nullable Account load(String orgId) {
        var item = table.get(AccountItem.partition(orgId), AccountItem.ACCOUNT);
        return item.isEmpty() ? null : AccountItem.read(item);
    }

    @Override
    public BillingRecord billing(String orgId) {
        return BillingItem.read(orgId, table.get(AccountItem.partition(orgId), BillingItem.BILLING));
    }

    @Override
    public OperatorRecord operatorRecord(String orgId) {
        return OperatorItem.load(table, orgId);
    }

    @Override
    public boolean replaceStanding(Account basis, Account.Standing standing, BillingRecord record) {
        return transact(reading(basis, standing, record));
    }

    /** The condition on the account holds for the operators' record too: whatever writes it raises the facts version. */
    @Override
    public boolean replaceStanding(
            Account basis, Account.Standing standing, BillingRecord record, OperatorRecord said) {
        var writes = new ArrayList<>(reading(basis, standing, record));
        writes.add(table.put(OperatorItem.of(said)));
        return transact(writes);
    }

    private List<TransactWriteItem> reading(Account basis, Account.Standing standing, BillingRecord record) {
        return List.of(standing(table, basis, standing), BillingItem.put(table, record));
    }

    /** The write of the facts of payment, on condition of the facts version, which it raises. */
    static TransactWriteItem standing(Table table, Account basis, Account.Standing standing) {
        var next = basis.withStanding(standing);
        var values = new LinkedHashMap<String, @Nullable AttributeValue>();
        AccountItem.STANDING.forEach(field -> values.put(field.attribute(), AccountItem.standing(field, next)));
        return facts(table, basis, values);
    }

    /** Sets what has a value and removes what has none, on condition of the facts version, which it raises. */
    static TransactWriteItem facts(Table table, Account basis, Map<String, @Nullable AttributeValue> attributes) {
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var values = new HashMap<>(Map.of(":facts", number(basis.factsVersion()), ":one", number(1)));
        attributes.forEach((name, value) -> {
            if (value == null) {
                removes.add(name);
            } else {
                sets.add(name + " = :" + name);
                values.put(":" + name, value);
            }
        });
        return table.update(
                AccountItem.key(basis.orgId(), true),
                (sets.isEmpty() ? "" : "SET " + String.join(", ", sets) + " ") + "ADD f :one"
                        + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes)),
                "f = :facts",
                values);
    }

    /** The attributes of a budget's bounds. */
    static Map<String, @Nullable AttributeValue> bounds(BudgetCaps caps) {
        var bounds = new LinkedHashMap<String, @Nullable AttributeValue>();
        bounds.put(AccountField.HARD_CAP.attribute(), cents(caps.spendCapCents()));
        bounds.put(AccountField.SOFT_CAP.attribute(), cents(caps.softCapCents()));
        bounds.put(AccountField.THRESHOLD.attribute(), cents(caps.approvalThresholdCents()));
        return bounds;
    }

    private static @Nullable AttributeValue cents(@Nullable Long cents) {
        return cents == null ? null : number(cents);
    }

    @Override
    public boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals) {
        var values = bounds(caps);
        values.put(AccountField.APPROVALS.attribute(), AccountItem.approvals(approvals));
        return transact(List.of(facts(table, basis, values)));
    }

    @Override
    public boolean saveBilling(BillingRecord next) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(BillingItem.put(table, next));
        var customer = next.customer();
        if (customer != null) {
            var item = new HashMap<>(Table.key("CUSTOMER#" + customer.id(), "CUSTOMER"));
            item.put("org", text(next.orgId()));
            writes.add(table.put(item));
        }
        return transact(writes);
    }

    @Override
    public @Nullable String organizationOf(String stripeCustomerId) {
        return Attributes.textOrNull(table.get("CUSTOMER#" + stripeCustomerId, "CUSTOMER"), "org");
    }

    private boolean transact(List<TransactWriteItem> writes) {
        return Transactions.write(table, "a change of an account", writes);
    }

    /** Puts an account as it is, whatever stands there: for tests that begin in the middle of a life. */
    public void put(Account account) {
        table.write("an account", table.put(AccountItem.of(account, classes)));
    }
}
