package omni.local.metering;

import omni.fakes.Books;
import omni.ledger.LedgerContract;
import omni.local.dynamodb.DynamoBooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoLedgerTest extends LedgerContract {

    @SuppressWarnings("NullAway.Init") // set before all
    private static DynamoBooks books;

    @BeforeAll
    static void start() {
        books = new DynamoBooks();
    }

    @AfterAll
    static void stop() {
        books.close();
    }

    @Override
    protected Books books() {
        return books;
    }
}
