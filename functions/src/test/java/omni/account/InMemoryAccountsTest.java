package omni.account;

import omni.fakes.Books;
import omni.fakes.InMemoryBooks;

class InMemoryAccountsTest extends AccountsContract {

    private final Books books = new InMemoryBooks();

    @Override
    protected Books books() {
        return books;
    }
}
