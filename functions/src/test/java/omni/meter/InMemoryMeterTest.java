package omni.meter;

import omni.fakes.Books;
import omni.fakes.InMemoryStore;

class InMemoryMeterTest extends MeterContract {

    private final Books books = new InMemoryStore();

    @Override
    protected Books books() {
        return books;
    }

    @Override
    protected int rounds() {
        return 2_000;
    }
}
