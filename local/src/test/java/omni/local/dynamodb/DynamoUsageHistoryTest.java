package omni.local.dynamodb;

import java.util.List;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoUsageHistory;
import omni.dynamodb.Table;
import omni.ledger.UsageHistory;
import omni.ledger.UsageHistoryContract;
import omni.ledger.UsageRow;

class DynamoUsageHistoryTest extends UsageHistoryContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected UsageHistory history() {
        return new DynamoUsageHistory(TABLE);
    }

    @Override
    protected void add(UsageRow row) {
        new DynamoLedger(TABLE, List.of(1)).putRow(row);
    }
}
