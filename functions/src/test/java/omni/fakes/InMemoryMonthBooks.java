package omni.fakes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.billing.InvoicePeriod;
import omni.billing.MonthBook;
import omni.invoicing.MonthBooks;

/** Books in memory. */
public final class InMemoryMonthBooks implements MonthBooks {

    private final Map<String, TreeMap<InvoicePeriod, MonthBook>> books = new HashMap<>();

    @Override
    public synchronized List<MonthBook> of(String orgId) {
        return List.copyOf(books.getOrDefault(orgId, new TreeMap<>()).values());
    }

    @Override
    public synchronized boolean write(MonthBook next) {
        if (!isNext(next)) {
            return false;
        }
        put(next);
        return true;
    }

    @Override
    public synchronized boolean write(MonthBook.Move move) {
        if (!isNext(move.from()) || !isNext(move.to())) {
            return false;
        }
        put(move.from());
        put(move.to());
        return true;
    }

    private boolean isNext(MonthBook next) {
        var stored = books.getOrDefault(next.orgId(), new TreeMap<>()).get(next.period());
        return (stored == null ? 0 : stored.version()) == next.version();
    }

    private void put(MonthBook next) {
        books.computeIfAbsent(next.orgId(), _ -> new TreeMap<>()).put(next.period(), next.nextVersion());
    }
}
