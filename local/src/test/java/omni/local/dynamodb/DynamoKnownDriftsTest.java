package omni.local.dynamodb;

import omni.dynamodb.DynamoKnownDrifts;
import omni.invoicing.KnownDrifts;
import omni.invoicing.KnownDriftsContract;
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
