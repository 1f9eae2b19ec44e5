package omni.local.metering;

import omni.fakes.Books;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.RacesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoRacesTest extends RacesContract {

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

    @Override
    protected int calls() {
        return 300;
    }
}
