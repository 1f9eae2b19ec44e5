package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.Money;
import omni.fakes.Books;

/** Proves the books of one account against each other: what must hold once the stream was read. */
public final class Audit {

    private Audit() {}

    /** The alarms that an operator would have got. */
    public static final class Alarms implements UsageRecorder.Alarm {

        public final List<String> raised = new ArrayList<>();

        @Override
        public void commitMissing(String orgId, boolean live, long before, long sequence) {
            raised.add("gap " + before + ".." + sequence);
        }

        @Override
        public void creditTooOld(UsageRow row) {
            raised.add("too old " + row.sequence());
        }
    }

    /** Sequences without gap, one charge at most for each usage id, counters and roll-ups equal to the rows net of credits. */
    public static void balance(Books books, Account opened, Object what) {
        var account = books.account(opened.orgId(), opened.live());
        var rows = books.rows(account);
        var first = opened.ledger().sequence();
        assertThat(rows.stream().map(UsageRow::sequence))
                .as("%s: sequences", what)
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(
                                first + 1, account.ledger().sequence())
                        .boxed()
                        .toList());
        var charged = new HashMap<String, Integer>();
        rows.stream()
                .filter(UsageRow::isCharged)
                .forEach(row -> charged.merge(row.call().usageId(), 1, Integer::sum));
        assertThat(charged.values()).as("%s: charges of one usage id", what).allMatch(count -> count == 1);
        var shown = rows.stream()
                .filter(UsageRow::isShown)
                .map(row -> row.call().usageId())
                .toList();
        assertThat(shown).as("%s: one call is one row", what).doesNotHaveDuplicates();
        assertThat(shown)
                .as("%s: every call is shown", what)
                .containsAll(rows.stream().map(row -> row.call().usageId()).toList());
        counters(opened, account, rows, what);
        rollUps(books, rows, what);
    }

    private static void counters(Account opened, Account account, List<UsageRow> rows, Object what) {
        var rolled = !account.ledger().period().equals(opened.ledger().period());
        var basis = rolled ? Money.ZERO : opened.ledger().accrual();
        var current = rows.stream()
                .filter(row -> omni.billing.InvoicePeriod.at(row.call().at())
                        .equals(account.ledger().period()))
                .toList();
        assertThat(account.ledger().accrual())
                .as("%s: accrued", what)
                .isEqualTo(current.stream().map(UsageRow::price).reduce(basis, Money::plus));
        assertThat(account.ledger().aiUnitsUsed())
                .as("%s: AI quota", what)
                .isEqualTo((rolled ? 0 : opened.ledger().aiUnitsUsed())
                        + current.stream()
                                .filter(UsageRow::isCharged)
                                .mapToLong(row -> row.call().aiUnits())
                                .sum());
        var renewed = !account.grant().period().equals(opened.grant().period());
        assertThat(account.grant().unitsUsed())
                .as("%s: grant", what)
                .isEqualTo((renewed ? 0 : opened.grant().unitsUsed())
                        + (renewed ? current : rows)
                                .stream()
                                        .filter(row -> row.funding() == Funding.GRANT)
                                        .count());
    }

    /** Each roll-up says what its rows add up to, and holds each of them once. */
    static void rollUps(Books books, List<UsageRow> rows, Object what) {
        var scopes = new LinkedHashSet<RollUp.Scope>();
        rows.forEach(row -> scopes.addAll(RollUp.Scope.of(row)));
        for (var scope : scopes) {
            var stored = books.rollUps().read(scope);
            var held = rows.stream().filter(scope::holds).toList();
            assertThat(sums(stored))
                    .as("%s: %s", what, scope)
                    .isEqualTo(sums(RollUp.empty(scope).apply(held)));
            assertThat(stored.appliedCommits().missing())
                    .as("%s: holes of %s", what, scope)
                    .isEmpty();
        }
    }

    /** The times of a sum's first and last call stay when that call is given back. */
    private static Map<String, RollUp.Tally> sums(RollUp rollUp) {
        var sums = new HashMap<String, RollUp.Tally>();
        rollUp.tallies()
                .forEach((key, tally) -> sums.put(
                        key,
                        new RollUp.Tally(
                                tally.requests(),
                                tally.successes(),
                                tally.errors(),
                                tally.units(),
                                tally.amount(),
                                tally.latencyMs(),
                                java.time.Instant.EPOCH,
                                java.time.Instant.EPOCH)));
        return sums;
    }
}
