package omni.local.dynamodb;

import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.invoicing.OpenDiscrepancies;
import omni.invoicing.OpenDiscrepanciesContract;
import org.junit.jupiter.api.AfterEach;

class DynamoOpenDiscrepanciesTest extends OpenDiscrepanciesContract {

    private final StoreOfTests store = StoreOfTests.open();

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected OpenDiscrepancies drifts() {
        return new DynamoOpenDiscrepancies(store.table());
    }
}
