package omni.dynamodb;

import java.util.List;
import omni.account.Account;
import omni.account.Oversight;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What operators change: the account's condition holds for its record too, as whatever writes it raises the facts version. */
public final class DynamoOversight implements Oversight {

    private final Table table;

    public DynamoOversight(Table table) {
        this.table = table;
    }

    @Override
    public OperatorRecord record(String orgId) {
        return OperatorItem.load(table, orgId);
    }

    @Override
    public boolean replace(Account basis, Account.Standing standing, OperatorRecord next, AuditEvent event) {
        var facts = TransactWriteItem.builder()
                .update(DynamoAccounts.standing(table, basis, standing))
                .build();
        return Transactions.write(
                table,
                "a change by an operator",
                List.of(
                        facts,
                        Transactions.put(Put.builder()
                                .tableName(table.name())
                                .item(OperatorItem.of(next))
                                .build()),
                        Transactions.put(Put.builder()
                                .tableName(table.name())
                                .item(EventItem.of(event))
                                .build())));
    }
}
