package omni.local.dynamodb;

import omni.dynamodb.DynamoUsageReports;
import omni.invoicing.UsageReports;
import omni.invoicing.UsageReportsContract;
import org.junit.jupiter.api.AfterAll;

class DynamoUsageReportsTest extends UsageReportsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected UsageReports reports() {
        return new DynamoUsageReports(STORE.table());
    }
}
