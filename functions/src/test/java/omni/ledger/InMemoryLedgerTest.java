package omni.ledger;

import omni.fakes.Books;
import omni.fakes.InMemoryBooks;

class InMemoryLedgerTest extends LedgerContract {

    private final Books books = new InMemoryBooks();

    @Override
    protected Books books() {
        return books;
    }
}
