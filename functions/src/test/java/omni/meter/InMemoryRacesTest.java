package omni.meter;

import omni.fakes.Books;
import omni.fakes.InMemoryStore;

class InMemoryRacesTest extends RacesContract {

    private final Books books = new InMemoryStore();

    @Override
    protected Books books() {
        return books;
    }

    @Override
    protected int calls() {
        return 2_000;
    }
}
