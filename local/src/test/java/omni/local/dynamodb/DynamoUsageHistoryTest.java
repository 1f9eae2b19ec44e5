package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoUsageHistory;
import omni.ledger.UsageHistory;
import omni.ledger.UsageHistoryContract;
import omni.ledger.UsageRow;
import org.junit.jupiter.api.AfterAll;

class DynamoUsageHistoryTest extends UsageHistoryContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected UsageHistory history() {
        return new DynamoUsageHistory(STORE.table());
    }

    @Override
    protected void add(UsageRow row) {
        new DynamoLedger(STORE.table(), List.of(1)).putRow(row);
    }
}
