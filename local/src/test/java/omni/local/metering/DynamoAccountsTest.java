package omni.local.metering;

import omni.account.AccountsContract;
import omni.fakes.Books;
import omni.local.dynamodb.DynamoBooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoAccountsTest extends AccountsContract {

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
