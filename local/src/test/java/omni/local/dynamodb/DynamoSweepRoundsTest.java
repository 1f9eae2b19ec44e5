package omni.local.dynamodb;

import omni.dynamodb.DynamoSweepRounds;
import omni.dynamodb.Table;
import omni.invoicing.SweepRounds;
import omni.invoicing.SweepRoundsContract;

class DynamoSweepRoundsTest extends SweepRoundsContract {

    private final Table table = StoreOfTests.table();

    @Override
    protected SweepRounds rounds() {
        return new DynamoSweepRounds(table, "stripe");
    }
}
