package omni.meter;

import omni.fakes.Books;
import omni.fakes.InMemoryBooks;

class InMemoryRacesTest extends RacesContract {

    private final Books books = new InMemoryBooks();

    @Override
    protected Books books() {
        return books;
    }

    @Override
    protected int calls() {
        return 2_000;
    }
}
