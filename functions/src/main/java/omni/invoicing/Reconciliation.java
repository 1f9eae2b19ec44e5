package omni.invoicing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import org.jspecify.annotations.Nullable;

/**
 * Proves at rest that counter, ledger, books and provider say the same of each month of an organization. It writes nothing.
 * See docs/decisions/books-are-reconciled-each-day.md.
 */
public final class Reconciliation {

    /** What is read while others write may look like a disagreement: one that is there counts that is seen each time. */
    private static final int LOOKS = 3;

    private final Ports ports;

    /** What it reads. */
    public record Ports(Accounts accounts, RollUps rollUps, MonthBooks books, UsageBilling usage) {}

    /**
     * What is looked at.
     *
     * @param month null for all that can still change: the account's two months, and each that has an open book
     * @param rows whether each month's rows are read too, and added up
     */
    public record Scope(@Nullable InvoicePeriod month, boolean rows) {

        public static final Scope OPEN = new Scope(null, false);
    }

    /** What it came to. */
    public sealed interface Result {

        /** All was read. */
        record Compared(List<InvoicePeriod> months, List<Discrepancy> disagreements) implements Result {
            public Compared {
                months = List.copyOf(months);
                disagreements = List.copyOf(disagreements);
            }
        }

        /** The provider refused or did not answer. */
        record Unread(String detail, boolean silent) implements Result {}
    }

    public Reconciliation(Ports ports) {
        this.ports = ports;
    }

    public Result compare(String orgId, Scope scope, Instant now) {
        var result = look(orgId, scope, now);
        for (var looks = 1; looks < LOOKS; looks++) {
            if (!(result instanceof Result.Compared(var months, var seen)) || seen.isEmpty()) {
                return result;
            }
            if (!(look(orgId, scope, now) instanceof Result.Compared(var _, var again))) {
                return result;
            }
            result = new Result.Compared(
                    months,
                    again.stream()
                            .filter(each -> seen.stream().anyMatch(each::isSame))
                            .toList());
        }
        return result;
    }

    private Result look(String orgId, Scope scope, Instant now) {
        var first = ports.accounts().load(orgId);
        if (first == null) {
            return new Result.Compared(List.of(), List.of());
        }
        var books = new TreeMap<InvoicePeriod, MonthBook>();
        ports.books().of(orgId).forEach(book -> books.put(book.period(), book));
        var months = scope.month() == null ? openMonths(first, books, now) : new TreeSet<>(List.of(scope.month()));
        var ledgers = new TreeMap<InvoicePeriod, RollUp>();
        months.forEach(month -> ledgers.put(month, ledger(first, month, now)));
        var account = ports.accounts().load(orgId);
        var found = new ArrayList<Discrepancy>();
        var provider = new ProviderFigures(ports.usage(), months.first().start());
        for (var ledger : ledgers.entrySet()) {
            var month = ledger.getKey();
            var book = books.get(month);
            var seen = provider.of(book);
            if (!(seen instanceof Done<ReconciledMonth.Provider>(var figures))) {
                var failed = PushOutcome.Failed.of("compare " + month.text(), seen);
                return new Result.Unread(failed.detail(), seen instanceof PaymentOutcome.Unavailable<?>);
            }
            var rows = scope.rows() ? ports.rollUps().rows(ledger.getValue().scope()) : null;
            var count = account == null ? null : count(account, month, book, now);
            found.addAll(new ReconciledMonth(month, count, ledger.getValue(), rows, book, figures).disagreements(now));
        }
        found.addAll(compareMoved(books, now));
        return new Result.Compared(List.copyOf(months), found);
    }

    /** The account's months, and each whose book is open. */
    private static NavigableSet<InvoicePeriod> openMonths(
            Account account, Map<InvoicePeriod, MonthBook> books, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var months = new TreeSet<InvoicePeriod>();
        months.add(counters.period());
        if (counters.previousPeriod() != null) {
            months.add(counters.previousPeriod());
        }
        books.values().stream()
                .filter(MonthBook::isUnfinished)
                .map(MonthBook::period)
                .forEach(months::add);
        return months;
    }

    /** A month without a commit has nothing to read: an organization that calls nothing costs no more than its account and books. */
    private RollUp ledger(Account account, InvoicePeriod month, Instant now) {
        var scope = RollUp.Scope.period(account.orgId(), true, month);
        var counters = account.ledger().rolledTo(now);
        var commits = counters.sequence() - (counters.previousPeriod() == null ? 0 : counters.previousSequence());
        return month.equals(counters.period()) && commits == 0
                ? RollUp.empty(scope)
                : ports.rollUps().read(scope);
    }

    private static ReconciledMonth.@Nullable Count count(
            Account account, InvoicePeriod month, @Nullable MonthBook book, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var lastAt = account.last() == null ? null : account.last().at();
        var previous = counters.previousPeriod();
        if (month.equals(counters.period())) {
            var before = previous == null ? 0L : counters.previousSequence();
            return new ReconciledMonth.Count(counters.accrual(), before, counters.sequence(), lastAt);
        }
        if (month.equals(previous)) {
            var at = counters.sequence() == counters.previousSequence() ? lastAt : month.end();
            return new ReconciledMonth.Count(counters.previousAccrual(), null, counters.previousSequence(), at);
        }
        var sequence = book == null ? null : book.closing().sequence();
        return book == null || sequence == null
                ? null
                : new ReconciledMonth.Count(book.amounts().accrual(), null, sequence, month.end());
    }

    /** What one month gave, others took: over all books, as a month may be open that gave to one that is not. */
    private static List<Discrepancy> compareMoved(Map<InvoicePeriod, MonthBook> books, Instant now) {
        var taken = new HashMap<InvoicePeriod, Money>();
        books.values()
                .forEach(book ->
                        book.amounts().carryOvers().forEach((from, amount) -> taken.merge(from, amount, Money::plus)));
        var found = new ArrayList<Discrepancy>();
        var givers = new TreeSet<>(books.keySet());
        givers.addAll(taken.keySet());
        for (var giver : givers) {
            var book = books.get(giver);
            var gave = book == null ? Money.ZERO : book.amounts().movedAmount();
            var took = taken.getOrDefault(giver, Money.ZERO);
            if (!gave.equals(took)) {
                found.add(new Discrepancy(giver, Discrepancy.Kind.MOVED, "", gave, took, now));
            }
        }
        return found;
    }
}
