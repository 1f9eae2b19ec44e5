package omni.dynamodb;

import java.util.List;
import omni.account.Account;
import omni.account.Oversight;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;

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
        return Transactions.write(
                table,
                "a change by an operator",
                List.of(
                        DynamoAccounts.standing(table, basis, standing),
                        table.put(OperatorItem.of(next)),
                        table.put(EventItem.of(event))));
    }
}
