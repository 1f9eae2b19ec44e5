package omni.sweep;

import java.time.Instant;
import java.util.List;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.MonthBooks;
import omni.invoicing.PaymentFacts;
import omni.invoicing.PushMarks;
import org.jspecify.annotations.Nullable;

/**
 * Brings one organization to where it would be if no webhook and no mark had ever been lost: reads its customer again, marks it
 * when something of it is to be pushed, and sees to its metering subscription.
 */
public final class OrganizationRepair {

    private final Accounts accounts;
    private final PaymentFacts facts;
    private final MeteringKeeper keeper;
    private final MonthBooks books;
    private final PushMarks marks;

    public OrganizationRepair(
            Accounts accounts, PaymentFacts facts, MeteringKeeper keeper, MonthBooks books, PushMarks marks) {
        this.accounts = accounts;
        this.facts = facts;
        this.keeper = keeper;
        this.books = books;
        this.marks = marks;
    }

    /** How it ended. */
    sealed interface Outcome {

        /** All was done. */
        record Complete() implements Outcome {}

        /** The provider could not be read or written. */
        record Incomplete(String detail) implements Outcome {}
    }

    /** The mark is set in any case. */
    Outcome repair(String orgId, Instant now) {
        var refreshed = refreshFacts(orgId, now);
        markIfUnreported(orgId, now);
        return switch (refreshed) {
            case PaymentFacts.Refreshed.Failed(var detail) -> new Outcome.Incomplete(detail);
            case PaymentFacts.Refreshed.Written written -> ensureMetering(orgId, written, now);
            case PaymentFacts.Refreshed.NotConcerned() -> ensureMetering(orgId, null, now);
        };
    }

    private PaymentFacts.Refreshed refreshFacts(String orgId, Instant now) {
        var customer = accounts.billing(orgId).customer();
        return customer == null ? new PaymentFacts.Refreshed.NotConcerned() : facts.refresh(orgId, customer.id(), now);
    }

    private void markIfUnreported(String orgId, Instant now) {
        var account = accounts.load(orgId);
        if (account != null && isUnreported(account, books.of(orgId), now)) {
            marks.mark(orgId, now);
        }
    }

    private Outcome ensureMetering(String orgId, PaymentFacts.Refreshed.@Nullable Written latest, Instant now) {
        return switch (keeper.ensure(orgId, latest, now)) {
            case MeteringKeeper.Outcome.Live _, MeteringKeeper.Outcome.NotNeeded _ -> new Outcome.Complete();
            case MeteringKeeper.Outcome.Refused(var detail) -> new Outcome.Incomplete(detail);
            case MeteringKeeper.Outcome.Failed(var detail) -> new Outcome.Incomplete(detail);
        };
    }

    /** Whether a month is not settled, or the account says another amount than its book, or the book another than was reported. */
    private static boolean isUnreported(Account account, List<MonthBook> books, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var previous = counters.previousPeriod();
        return differs(books, counters.period(), counters.accrual())
                || (previous != null && differs(books, previous, counters.previousAccrual()))
                || books.stream().anyMatch(book -> !isComplete(book, counters.period()));
    }

    private static boolean differs(List<MonthBook> books, InvoicePeriod period, Money accrual) {
        return !books.stream()
                .filter(book -> book.period().equals(period))
                .findFirst()
                .map(book -> book.amounts().accrual())
                .orElse(Money.ZERO)
                .equals(accrual);
    }

    private static boolean isComplete(MonthBook book, InvoicePeriod present) {
        if (!book.period().equals(present)) {
            return book.closing().complete() && book.amounts().rest().equals(Money.ZERO);
        }
        var report = book.lastReport();
        return report == null
                ? book.total().equals(Money.ZERO)
                : report.isConfirmed() && report.total().equals(book.total());
    }
}
