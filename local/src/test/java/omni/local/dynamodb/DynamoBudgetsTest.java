package omni.local.dynamodb;

import java.util.List;
import java.util.Objects;
import omni.account.Account;
import omni.budget.Budgets;
import omni.budget.BudgetsContract;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoBudgets;
import omni.dynamodb.DynamoEvents;
import omni.event.Events;
import org.junit.jupiter.api.AfterAll;

class DynamoBudgetsTest extends BudgetsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    private final DynamoAccounts accounts = new DynamoAccounts(STORE.table(), List.of(1, 2, 3));

    @Override
    protected Budgets budgets() {
        return new DynamoBudgets(STORE.table());
    }

    @Override
    protected Events events() {
        return new DynamoEvents(STORE.table());
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
