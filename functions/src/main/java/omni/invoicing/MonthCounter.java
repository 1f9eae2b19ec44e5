package omni.invoicing;

import omni.account.Account;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.ledger.RollUp;
import omni.ledger.RollUps;

/**
 * What a month that is over came to.
 *
 * @param sequence the account's last commit up to its end
 * @param certain false while only the ledger knows it, and the ledger has not every row yet
 */
record MonthCounter(Money amount, long sequence, boolean certain) {

    /** So far back months are looked at without a book. */
    static final int MAX_MONTHS_BACK = 12;

    /**
     * The account knows the month before its own, with the credits that came since, and that nothing was used after that one.
     * What was before it the book knows, if it was written after the month's last commit; but only the ledger has the credits
     * that came while nobody looked.
     */
    static MonthCounter of(Account account, MonthBook book, RollUps rollUps) {
        var counters = account.ledger();
        var previous = counters.previousPeriod();
        if (previous == null || book.period().compareTo(previous) > 0) {
            return new MonthCounter(Money.ZERO, counters.previousSequence(), true);
        }
        if (book.period().equals(previous)) {
            return new MonthCounter(counters.previousAccrual(), counters.previousSequence(), true);
        }
        var closed = book.closing().sequence();
        var sequence = closed == null ? lastOf(account, book.period(), previous, rollUps) : closed;
        var ledger = rollUps.read(scope(account, book.period()));
        return ledger.appliedCommits().reaches(sequence) && begins(ledger, sequence, account, book, rollUps)
                ? new MonthCounter(ledger.paidAmount(), sequence, true)
                : new MonthCounter(book.amounts().accrual(), sequence, closed != null);
    }

    /** The commit before the first one of the months that follow. */
    private static long lastOf(Account account, InvoicePeriod period, InvoicePeriod previous, RollUps rollUps) {
        for (var month = InvoicePeriod.at(period.end());
                month.compareTo(previous) <= 0;
                month = InvoicePeriod.at(month.end())) {
            var first = rollUps.read(scope(account, month)).appliedCommits().first();
            if (first > 0) {
                return first - 1;
            }
        }
        return account.ledger().previousSequence();
    }

    /**
     * Whether no row is missing at the beginning of a month: the last one of the months before shows that. Where there is none, a
     * book that was written in time is believed before the ledger is.
     */
    private static boolean begins(RollUp ledger, long sequence, Account account, MonthBook book, RollUps rollUps) {
        var first = ledger.appliedCommits().last() == 0
                ? sequence + 1
                : ledger.appliedCommits().first();
        var month = book.period();
        for (var back = 0; back < MAX_MONTHS_BACK && first > 1; back++) {
            month = month.before();
            var last = rollUps.read(scope(account, month)).appliedCommits().last();
            if (last > 0) {
                return last + 1 >= first;
            }
        }
        return first <= 1 || !book.isClosed();
    }

    private static RollUp.Scope scope(Account account, InvoicePeriod period) {
        return RollUp.Scope.period(account.orgId(), true, period);
    }
}
