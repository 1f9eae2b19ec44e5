package omni.local.metering;

import omni.fakes.Books;
import omni.ledger.LedgerContract;
import omni.local.dynamodb.DynamoBooks;

class DynamoLedgerTest extends LedgerContract {

    private static final DynamoBooks BOOKS = new DynamoBooks();

    @Override
    protected Books books() {
        return BOOKS;
    }
}
