package omni.local.dynamodb;

import java.util.List;
import java.util.Objects;
import omni.account.Account;
import omni.budget.Budgets;
import omni.budget.BudgetsContract;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoBudgets;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.Table;
import omni.event.Events;

class DynamoBudgetsTest extends BudgetsContract {

    private static final Table TABLE = StoreOfTests.table();

    private final DynamoAccounts accounts = new DynamoAccounts(TABLE, List.of(1, 2, 3));

    @Override
    protected Budgets budgets() {
        return new DynamoBudgets(TABLE);
    }

    @Override
    protected Events events() {
        return new DynamoEvents(TABLE);
    }

    @Override
    protected void put(Account account) {
        accounts.put(account);
    }

    @Override
    protected Account load(String orgId) {
        return Objects.requireNonNull(accounts.load(orgId));
    }
}
