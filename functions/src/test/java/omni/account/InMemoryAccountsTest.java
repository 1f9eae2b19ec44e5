package omni.account;

import omni.fakes.Books;
import omni.fakes.InMemoryStore;

class InMemoryAccountsTest extends AccountsContract {

    private final Books books = new InMemoryStore();

    @Override
    protected Books books() {
        return books;
    }
}
