package omni.local.dynamodb;

import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.Table;
import omni.invoicing.MonthBooks;
import omni.invoicing.MonthBooksContract;

class DynamoMonthBooksTest extends MonthBooksContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected MonthBooks reports() {
        return new DynamoMonthBooks(TABLE);
    }
}
