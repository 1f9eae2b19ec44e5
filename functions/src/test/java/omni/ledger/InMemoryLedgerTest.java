package omni.ledger;

import omni.fakes.Books;
import omni.fakes.InMemoryStore;

class InMemoryLedgerTest extends LedgerContract {

    private final Books books = new InMemoryStore();

    @Override
    protected Books books() {
        return books;
    }
}
