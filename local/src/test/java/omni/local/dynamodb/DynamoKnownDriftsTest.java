package omni.local.dynamodb;

import omni.dynamodb.DynamoKnownDrifts;
import omni.metering.KnownDrifts;
import omni.metering.KnownDriftsContract;
import org.junit.jupiter.api.AfterEach;

class DynamoKnownDriftsTest extends KnownDriftsContract {

    private final StoreOfTests store = StoreOfTests.open();

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected KnownDrifts drifts() {
        return new DynamoKnownDrifts(store.table());
    }
}
