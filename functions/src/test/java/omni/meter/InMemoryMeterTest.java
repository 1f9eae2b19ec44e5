package omni.meter;

import omni.fakes.Books;
import omni.fakes.InMemoryBooks;

class InMemoryMeterTest extends MeterContract {

    private final Books books = new InMemoryBooks();

    @Override
    protected Books books() {
        return books;
    }

    @Override
    protected int rounds() {
        return 2_000;
    }
}
