package omni.invoicing;

import omni.fakes.InMemoryMonthBooks;

class InMemoryMonthBooksTest extends MonthBooksContract {

    private final MonthBooks reports = new InMemoryMonthBooks();

    @Override
    protected MonthBooks reports() {
        return reports;
    }
}
