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
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

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
        writes.add(Transactions.put(Put.builder()
                .tableName(table.name())
                .item(OperatorItem.of(said))
                .build()));
        return transact(writes);
    }

    private List<TransactWriteItem> reading(Account basis, Account.Standing standing, BillingRecord record) {
        return List.of(
                TransactWriteItem.builder()
                        .update(standing(table, basis, standing))
                        .build(),
                Transactions.put(BillingItem.put(table, record)));
    }

    /** The write of the facts of payment, on condition of the facts version, which it raises. */
    static Update standing(Table table, Account basis, Account.Standing standing) {
        var next = basis.withStanding(standing);
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var values = versionValues(basis);
        for (var field : AccountItem.STANDING) {
            var name = field.attribute();
            var value = AccountItem.standing(field, next);
            if (value == null) {
                removes.add(name);
            } else {
                sets.add(name + " = :" + name);
                values.put(":" + name, value);
            }
        }
        return Update.builder()
                .tableName(table.name())
                .key(AccountItem.key(basis.orgId(), true))
                .updateExpression("SET " + String.join(", ", sets) + " ADD f :one"
                        + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes)))
                .conditionExpression("f = :facts")
                .expressionAttributeValues(values)
                .build();
    }

    private static Map<String, AttributeValue> versionValues(Account basis) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":facts", number(basis.factsVersion()));
        values.put(":one", number(1));
        return values;
    }

    @Override
    public boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals) {
        var bounds = new LinkedHashMap<String, @Nullable Long>();
        bounds.put(AccountField.HARD_CAP.attribute(), caps.spendCapCents());
        bounds.put(AccountField.SOFT_CAP.attribute(), caps.softCapCents());
        bounds.put(AccountField.THRESHOLD.attribute(), caps.approvalThresholdCents());
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var values = versionValues(basis);
        bounds.forEach((name, cents) -> {
            if (cents == null) {
                removes.add(name);
            } else {
                sets.add(name + " = :" + name);
                values.put(":" + name, number(cents));
            }
        });
        sets.add(AccountField.APPROVALS.attribute() + " = :approvals");
        values.put(":approvals", AccountItem.approvals(approvals));
        var update = Update.builder()
                .tableName(table.name())
                .key(AccountItem.key(basis.orgId(), true))
                .updateExpression("SET " + String.join(", ", sets) + " ADD f :one"
                        + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes)))
                .conditionExpression("f = :facts")
                .expressionAttributeValues(values)
                .build();
        return transact(List.of(TransactWriteItem.builder().update(update).build()));
    }

    @Override
    public boolean saveBilling(BillingRecord next) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(TransactWriteItem.builder().put(BillingItem.put(table, next)).build());
        var customer = next.customer();
        if (customer != null) {
            var item = new HashMap<>(Table.key("CUSTOMER#" + customer.id(), "CUSTOMER"));
            item.put("org", text(next.orgId()));
            writes.add(TransactWriteItem.builder()
                    .put(Put.builder().tableName(table.name()).item(item).build())
                    .build());
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
        Table.reach(
                "an account",
                () -> table.client()
                        .putItem(PutItemRequest.builder()
                                .tableName(table.name())
                                .item(AccountItem.of(account, classes))
                                .build()));
    }
}
