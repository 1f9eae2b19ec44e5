package omni.local.dynamodb;

import omni.dynamodb.DynamoMonthBooks;
import omni.invoicing.MonthBooks;
import omni.invoicing.MonthBooksContract;
import org.junit.jupiter.api.AfterAll;

class DynamoMonthBooksTest extends MonthBooksContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected MonthBooks reports() {
        return new DynamoMonthBooks(STORE.table());
    }
}
