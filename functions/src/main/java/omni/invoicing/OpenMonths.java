package omni.invoicing;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import omni.account.Account;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import omni.ledger.RollUps;

/** The months before the present one that something may be left of, and what they came to. */
final class OpenMonths {

    private final Account account;
    private final OrganizationBooks books;
    private final RollUps rollUps;
    private final InvoicePeriod present;
    private final TreeMap<InvoicePeriod, MonthCounter> counters = new TreeMap<>();

    /** @param account in the present month */
    OpenMonths(Account account, OrganizationBooks books, RollUps rollUps) {
        this.account = account;
        this.books = books;
        this.rollUps = rollUps;
        this.present = account.ledger().period();
        var unbooked = books.isKept(present) ? List.<InvoicePeriod>of() : firstLook();
        addBooked(unbooked);
        addUsed(unbooked);
    }

    NavigableMap<InvoicePeriod, MonthCounter> counters() {
        return counters;
    }

    /** The first month whose invoices matter. */
    InvoicePeriod since() {
        var before = present.before();
        return counters.isEmpty() || counters.firstKey().compareTo(before) > 0 ? before : counters.firstKey();
    }

    /** Adds the months with an invoice that their book does not know yet. */
    void add(List<UsageInvoice> invoices) {
        invoices.stream()
                .filter(invoice -> invoice.period().compareTo(present) < 0)
                .filter(invoice -> invoice.status() == Status.DRAFT || !isBooked(invoice))
                .forEach(invoice -> counters.computeIfAbsent(invoice.period(), this::counter));
    }

    private boolean isBooked(UsageInvoice invoice) {
        var amounts = books.of(invoice.period()).amounts().invoiceAmounts();
        return invoice.usageAmount().equals(amounts.get(invoice.id()));
    }

    private void addBooked(List<InvoicePeriod> looked) {
        var previous = account.ledger().previousPeriod();
        for (var book : books.all()) {
            var month = book.period();
            if (month.compareTo(present) < 0
                    && (book.isUnfinished() || month.equals(previous) || looked.contains(month))) {
                counters.put(month, counter(month));
            }
        }
    }

    private void addUsed(List<InvoicePeriod> looked) {
        for (var month : looked) {
            var counter = counter(month);
            if (!counter.certain() || !counter.amount().equals(Money.ZERO)) {
                counters.put(month, counter);
            }
        }
    }

    private MonthCounter counter(InvoicePeriod month) {
        return MonthCounter.of(account, books.of(month), rollUps);
    }

    /**
     * What the first look in a month goes back to: the months without a book, the last one with a book, and the one that the
     * account knew as the month before that. Since the last look it may have taken a credit for any of them.
     */
    private List<InvoicePeriod> firstLook() {
        var months = new ArrayList<InvoicePeriod>();
        var month = present;
        do {
            month = month.before();
            months.add(month);
        } while (!books.isKept(month) && months.size() < MonthCounter.MAX_MONTHS_BACK);
        for (var book : books.all().reversed()) {
            if (book.period().compareTo(month) < 0) {
                months.add(book.period());
                if (!book.amounts().accrual().equals(Money.ZERO)) {
                    break;
                }
            }
        }
        return months;
    }
}
