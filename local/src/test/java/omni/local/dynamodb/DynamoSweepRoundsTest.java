package omni.local.dynamodb;

import omni.dynamodb.DynamoSweepRounds;
import omni.invoicing.SweepRounds;
import omni.invoicing.SweepRoundsContract;
import org.junit.jupiter.api.AfterEach;

class DynamoSweepRoundsTest extends SweepRoundsContract {

    private final StoreOfTests store = StoreOfTests.open();

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected SweepRounds rounds() {
        return new DynamoSweepRounds(store.table(), "stripe");
    }
}
