package omni.invoicing;

import java.util.List;
import java.util.TreeMap;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;

/** The books of one organization as they were read, and as they were written since. */
final class OrganizationBooks {

    private final MonthBooks reports;
    private final String orgId;
    private final TreeMap<InvoicePeriod, MonthBook> stored = new TreeMap<>();

    OrganizationBooks(MonthBooks reports, String orgId) {
        this.reports = reports;
        this.orgId = orgId;
        reports.of(orgId).forEach(book -> stored.put(book.period(), book));
    }

    String orgId() {
        return orgId;
    }

    /** All of them, by month. */
    List<MonthBook> all() {
        return List.copyOf(stored.values());
    }

    boolean isKept(InvoicePeriod period) {
        return stored.containsKey(period);
    }

    /** A month's book; an empty one where none was written yet. */
    MonthBook of(InvoicePeriod period) {
        return stored.getOrDefault(period, MonthBook.open(orgId, period));
    }

    /** Writes a book unless it is as it was; false when somebody else wrote it meanwhile. */
    boolean save(MonthBook next) {
        return next.equals(stored.get(next.period())) || write(next);
    }

    /** Writes a book even as it was; false when somebody else wrote it meanwhile. */
    boolean write(MonthBook next) {
        if (!reports.write(next)) {
            return false;
        }
        stored.put(next.period(), next.nextVersion());
        return true;
    }

    /** Moves what is left of one month on to another; false when somebody else wrote one of both meanwhile. */
    boolean moveRest(InvoicePeriod from, InvoicePeriod to) {
        if (of(from).amounts().rest().equals(Money.ZERO)) {
            return true;
        }
        var move = of(from).moveRestTo(of(to));
        if (!reports.write(move)) {
            return false;
        }
        stored.put(from, move.from().nextVersion());
        stored.put(to, move.to().nextVersion());
        return true;
    }
}
