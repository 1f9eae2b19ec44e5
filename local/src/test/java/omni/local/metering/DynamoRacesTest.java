package omni.local.metering;

import omni.fakes.Books;
import omni.local.dynamodb.DynamoBooks;
import omni.meter.RacesContract;

class DynamoRacesTest extends RacesContract {

    private static final DynamoBooks BOOKS = new DynamoBooks();

    @Override
    protected Books books() {
        return BOOKS;
    }

    @Override
    protected int calls() {
        return 300;
    }
}
