package omni.local.metering;

import omni.account.AccountsContract;
import omni.fakes.Books;
import omni.local.dynamodb.DynamoBooks;

class DynamoAccountsTest extends AccountsContract {

    private static final DynamoBooks BOOKS = new DynamoBooks();

    @Override
    protected Books books() {
        return BOOKS;
    }
}
