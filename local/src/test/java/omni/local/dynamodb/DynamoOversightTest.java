package omni.local.dynamodb;

import java.util.List;
import java.util.Objects;
import omni.account.Account;
import omni.account.Oversight;
import omni.account.OversightContract;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoOversight;
import omni.event.Events;
import org.junit.jupiter.api.AfterAll;

class DynamoOversightTest extends OversightContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    private final DynamoAccounts accounts = new DynamoAccounts(STORE.table(), List.of(1, 2, 3));

    @Override
    protected Oversight oversight() {
        return new DynamoOversight(STORE.table());
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
