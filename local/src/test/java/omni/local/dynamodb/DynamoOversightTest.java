package omni.local.dynamodb;

import java.util.List;
import java.util.Objects;
import omni.account.Account;
import omni.account.Oversight;
import omni.account.OversightContract;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoOversight;
import omni.dynamodb.Table;
import omni.event.Events;

class DynamoOversightTest extends OversightContract {

    private static final Table TABLE = StoreOfTests.table();

    private final DynamoAccounts accounts = new DynamoAccounts(TABLE, List.of(1, 2, 3));

    @Override
    protected Oversight oversight() {
        return new DynamoOversight(TABLE);
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
