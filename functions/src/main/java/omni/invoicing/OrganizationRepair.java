package omni.invoicing;

import java.time.Instant;
import java.util.List;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import org.jspecify.annotations.Nullable;

/** Brings one organisation to where it would be if no webhook and no mark had ever been lost. */
public final class OrganizationRepair {

    private final Accounts accounts;
    private final PaymentFacts facts;
    private final MeteringKeeper keeper;
    private final MonthBooks reports;
    private final PushMarks marks;

    public OrganizationRepair(
            Accounts accounts, PaymentFacts facts, MeteringKeeper keeper, MonthBooks reports, PushMarks marks) {
        this.accounts = accounts;
        this.facts = facts;
        this.keeper = keeper;
        this.reports = reports;
        this.marks = marks;
    }

    /** Null when all was done; else what kept the provider's word from it. The mark is set in any case. */
    @Nullable
    String heal(String orgId, Instant now) {
        var unread = refreshed(orgId, now);
        var account = accounts.load(orgId);
        if (account != null && isToBeTold(account, reports.of(orgId), now)) {
            marks.mark(orgId, now);
        }
        return unread == null ? kept(orgId, now) : unread;
    }

    private @Nullable String refreshed(String orgId, Instant now) {
        var customer = accounts.billing(orgId).customer();
        return customer != null
                        && facts.refresh(orgId, customer.id(), now) instanceof PaymentFacts.Refreshed.Failed(var detail)
                ? detail
                : null;
    }

    private @Nullable String kept(String orgId, Instant now) {
        return keeper.ensure(orgId, now) instanceof MeteringKeeper.Kept.Failed(var detail) ? detail : null;
    }

    /** Whether a month is not settled, or the account says another amount than its book, or the book another than was told. */
    private static boolean isToBeTold(Account account, List<MonthBook> books, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var previous = counters.previousPeriod();
        return differs(books, counters.period(), counters.accrual())
                || (previous != null && differs(books, previous, counters.previousAccrual()))
                || books.stream().anyMatch(book -> !isDone(book, counters.period()));
    }

    private static boolean differs(List<MonthBook> books, InvoicePeriod period, Money accrued) {
        return !books.stream()
                .filter(book -> book.period().equals(period))
                .findFirst()
                .map(book -> book.amounts().accrual())
                .orElse(Money.ZERO)
                .equals(accrued);
    }

    private static boolean isDone(MonthBook book, InvoicePeriod present) {
        if (!book.period().equals(present)) {
            return book.closing().complete() && book.amounts().rest().equals(Money.ZERO);
        }
        var told = book.lastReport();
        return told == null
                ? book.total().equals(Money.ZERO)
                : told.isConfirmed() && told.total().equals(book.total());
    }
}
