package omni.local.dynamodb;

import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.dynamodb.Table;
import omni.invoicing.OpenDiscrepancies;
import omni.invoicing.OpenDiscrepanciesContract;

class DynamoOpenDiscrepanciesTest extends OpenDiscrepanciesContract {

    private final Table table = StoreOfTests.table();

    @Override
    protected OpenDiscrepancies drifts() {
        return new DynamoOpenDiscrepancies(table);
    }
}
