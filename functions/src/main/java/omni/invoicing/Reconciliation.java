package omni.invoicing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
     * @param month null for all that can still change: the account's two months, each that has an open book, and each with paid
     *     usage and no book
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
        var books = new TreeMap<InvoicePeriod, MonthBook>();
        ports.books().of(orgId).forEach(book -> books.put(book.period(), book));
        var ledgers = ledgers(orgId, scope, books, now);
        if (ledgers.isEmpty()) {
            return new Result.Compared(List.of(), List.of());
        }
        var account = ports.accounts().load(orgId);
        var found = new ArrayList<Discrepancy>();
        var customer = ports.accounts().billing(orgId).customer();
        var customerId = customer == null ? null : customer.id();
        var provider = new ProviderFigures(ports.usage(), ledgers.firstKey().start());
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
            var payable = account != null && account.facts().hasPayerAt(now);
            var compared =
                    new ReconciledMonth(month, count, ledger.getValue(), rows, book, figures, payable, customerId);
            var oldest = new OldestUntold(ports.rollUps(), ledger.getValue());
            compared.disagreements(now).stream()
                    .map(each -> oldest.isNeeded(each, book, now) ? each.knownSince(oldest.since(each)) : each)
                    .forEach(found::add);
        }
        found.addAll(compareMoved(books, now));
        return new Result.Compared(List.copyOf(ledgers.keySet()), found);
    }

    /** The roll-up of each month that is looked at. */
    private NavigableMap<InvoicePeriod, RollUp> ledgers(
            String orgId, Scope scope, NavigableMap<InvoicePeriod, MonthBook> books, Instant now) {
        var ledgers = new TreeMap<InvoicePeriod, RollUp>();
        var account = ports.accounts().load(orgId);
        if (scope.month() != null) {
            if (account != null || books.containsKey(scope.month())) {
                ledgers.put(scope.month(), ledger(orgId, account, scope.month(), now));
            }
            return ledgers;
        }
        books.values().stream()
                .filter(MonthBook::isUnfinished)
                .forEach(book -> ledgers.put(book.period(), ledger(orgId, account, book.period(), now)));
        if (account != null) {
            addAccounts(ledgers, account, now);
            addUnbooked(ledgers, account, books, now);
        }
        return ledgers;
    }

    private void addAccounts(NavigableMap<InvoicePeriod, RollUp> ledgers, Account account, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var previous = counters.previousPeriod();
        for (var month : previous == null ? List.of(counters.period()) : List.of(counters.period(), previous)) {
            ledgers.computeIfAbsent(month, each -> ledger(account.orgId(), account, each, now));
        }
    }

    /**
     * Older months of which the account knows no more, and which no push has written down: those with paid usage. They are looked for
     * as far back as a push goes, or to the organization's first commit.
     */
    private void addUnbooked(
            NavigableMap<InvoicePeriod, RollUp> ledgers,
            Account account,
            NavigableMap<InvoicePeriod, MonthBook> books,
            Instant now) {
        var counters = account.ledger().rolledTo(now);
        if (counters.previousPeriod() == null || counters.previousSequence() == 0) {
            return;
        }
        var month = counters.previousPeriod();
        var first = ledgers.get(month);
        for (var back = 0; back < MonthCounter.MAX_MONTHS_BACK && !beginsAll(first); back++) {
            month = month.before();
            first = ledgers.get(month);
            if (first == null && !books.containsKey(month)) {
                first = ledger(account.orgId(), account, month, now);
                if (!first.paidAmount().equals(Money.ZERO)) {
                    ledgers.put(month, first);
                }
            }
        }
    }

    private static boolean beginsAll(@Nullable RollUp ledger) {
        return ledger != null && ledger.appliedCommits().first() == 1;
    }

    /** A month without a commit has nothing to read: an organization that calls nothing costs no more than its account and books. */
    private RollUp ledger(String orgId, @Nullable Account account, InvoicePeriod month, Instant now) {
        var scope = RollUp.Scope.period(orgId, true, month);
        return account != null && isWithoutCommit(account.ledger().rolledTo(now), month)
                ? RollUp.empty(scope)
                : ports.rollUps().read(scope);
    }

    private static boolean isWithoutCommit(Account.Counters counters, InvoicePeriod month) {
        var before = counters.previousPeriod() == null ? 0 : counters.previousSequence();
        return month.equals(counters.period()) && counters.sequence() == before;
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
