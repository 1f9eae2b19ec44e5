package omni.invoicing;

import java.time.Instant;
import java.util.Collection;
import omni.account.Account;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.ledger.RollUp;
import omni.ledger.RollUps;

/** Months of which the account knows no more, and which no push has written down. */
public record UnbookedMonths(RollUps rollUps) {

    /**
     * Whether one of them has paid usage: a push counts it, if only something marks the organization. The first push in a month writes
     * down all before it, so there are none before a month with a book; and they are looked for as far back as a push goes.
     */
    public boolean isPaid(Account account, Collection<MonthBook> books, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var month = counters.previousPeriod();
        if (month == null || isBooked(books, counters.period())) {
            return false;
        }
        for (var back = 0; back < MonthCounter.MAX_MONTHS_BACK && !isBooked(books, month); back++) {
            month = month.before();
            var ledger = rollUps.read(RollUp.Scope.period(account.orgId(), true, month));
            if (!isBooked(books, month) && !ledger.paidAmount().equals(Money.ZERO)) {
                return true;
            }
            if (ledger.appliedCommits().first() == 1) {
                return false;
            }
        }
        return false;
    }

    private static boolean isBooked(Collection<MonthBook> books, InvoicePeriod month) {
        return books.stream().anyMatch(book -> book.period().equals(month));
    }
}
