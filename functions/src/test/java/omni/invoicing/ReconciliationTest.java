package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.ReportedTotal;
import omni.event.AuditEvent;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryStore;
import omni.invoicing.Discrepancy.Kind;
import omni.invoicing.Reconciliation.Result;
import omni.invoicing.Reconciliation.Scope;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month that adds up, and each thing that can be wrong with it. */
class ReconciliationTest {

    private static final long SEARCH = 12_347;
    private static final long AI = 1_000_003;
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);

    private final UsageLife life =
            new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:00:00Z"));
    private UnaryOperator<RollUp> rollUp = each -> each;
    private UnaryOperator<List<UsageRow>> rows = each -> each;

    /** The roll-ups as they are, or as something has made them. */
    private final class Tampered implements RollUps {

        @Override
        public RollUp read(RollUp.Scope scope) {
            return rollUp.apply(life.books.rollUps().read(scope));
        }

        @Override
        public boolean write(RollUp next, List<AuditEvent> events) {
            throw new AssertionError("it writes nothing");
        }

        @Override
        public List<UsageRow> rows(RollUp.Scope scope) {
            return rows.apply(life.books.rollUps().rows(scope));
        }
    }

    @BeforeEach
    void aPaidMonth() {
        life.customer();
        life.subscribe();
        life.at("05-14T09:30:00");
        life.call(1);
        life.call(2);
        life.annul(life.call(1));
        life.deliver();
        life.push();
        life.at("05-14T11:17:00");
    }

    private List<Discrepancy> discrepancies() {
        return discrepancies(new Scope(null, true));
    }

    private List<Discrepancy> discrepancies(Scope scope) {
        var reconciliation = new Reconciliation(
                new Reconciliation.Ports(life.books.accounts(), new Tampered(), life.reports, life.usage));
        assertThat(reconciliation.compare(UsageLife.ORG, scope, life.now())).isInstanceOf(Result.Compared.class);
        return reconciliation.compare(UsageLife.ORG, scope, life.now()) instanceof Result.Compared compared
                ? compared.disagreements()
                : List.of();
    }

    /** A roll-up that took back what its row did not. */
    private RollUp withoutTheFirst(RollUp right) {
        return life.books.rollUps().rows(right.scope()).stream()
                .filter(row -> row.sequence() == 1)
                .findFirst()
                .map(row -> right.replace(row, row.creditedRow(null)))
                .orElse(right);
    }

    private static void is(List<Discrepancy> found, Kind kind, long expected, long other) {
        assertThat(found).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(kind);
            assertThat(each.expectedAmount()).isEqualTo(new Money(expected));
            assertThat(each.foundAmount()).isEqualTo(new Money(other));
        });
    }

    private MonthBook may() {
        return life.book("2026-05");
    }

    @Test
    void whatIsAtRestAgreesCreditsIncluded() {
        assertThat(life.ledger()).isEqualTo(new Money(SEARCH + AI));
        assertThat(discrepancies()).isEmpty();
    }

    @Test
    void anInvoicedMonthAgreesAndSoDoesTheNextOne() {
        life.at("06-01T00:17:00");
        life.push();
        life.holdDrafts();
        life.push();
        assertThat(life.invoices()).containsEntry("2026-05", new Money(SEARCH + AI));
        life.call(2);
        life.deliver();
        life.push();
        life.at("06-01T01:17:00");

        assertThat(discrepancies()).isEmpty();
    }

    @Test
    void aMissingRowIsFoundInTheRows() {
        rows = all -> all.stream().filter(row -> row.sequence() != 2).toList();

        is(discrepancies(), Kind.ROWS, SEARCH + AI, SEARCH);
        assertThat(discrepancies(Scope.OPEN)).as("the rows were not read").isEmpty();
    }

    @Test
    void aDoubledRowIsFoundInTheRows() {
        rows = all -> {
            var doubled = new ArrayList<>(all);
            doubled.addAll(all.stream().filter(row -> row.sequence() == 1).toList());
            return doubled;
        };

        is(discrepancies(), Kind.ROWS, SEARCH + AI, 2 * SEARCH + AI);
    }

    @Test
    void aRowThatIsCreditedWithoutItsRollUpIsFoundInTheRows() {
        rows = all -> all.stream()
                .map(row -> row.sequence() == 1 ? row.creditedRow(null) : row)
                .toList();

        is(discrepancies(), Kind.ROWS, SEARCH + AI, AI);
    }

    /** The amounts agree, as a double costs nothing; that it was counted is a disagreement all the same. */
    @Test
    void aDoubleThatIsCountedAsACallIsFoundInTheRows() {
        rows = all -> all.stream()
                .map(row -> row.sequence() == 3 ? row.duplicateRow() : row)
                .toList();

        assertThat(discrepancies()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Kind.COUNTS);
            assertThat(each.which()).isEqualTo("class#1: +1 calls, +0 successes, +1 errors, +0 units");
        });
        assertThat(discrepancies(Scope.OPEN)).as("the rows were not read").isEmpty();
    }

    @Test
    void aCallWithTwoRowsIsFoundInTheRows() {
        rows = all -> all.stream()
                .map(row -> row.sequence() == 3
                        ? new UsageRow(row.orgId(), true, 3, all.getFirst().call(), UsageRow.State.CREDITED)
                        : row)
                .toList();
        rollUp = right -> right.scope().period()
                ? RollUp.empty(right.scope())
                        .apply(rows.apply(life.books.rollUps().rows(right.scope())))
                : right;

        assertThat(discrepancies()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Kind.COUNTS);
            assertThat(each.which()).endsWith(" has two rows");
        });
    }

    @Test
    void aWrongRollUpIsADriftAtOnce() {
        rollUp = this::withoutTheFirst;

        var found = discrepancies(Scope.OPEN);
        is(found, Kind.LEDGER, SEARCH + AI, AI);
        assertThat(found.getFirst().isDrift(life.now())).isTrue();
        assertThat(found.getFirst().since()).isEqualTo(life.now());
    }

    @Test
    void commitsThatAreOnTheirWayAreNoDriftUntilTheyTakeTooLong() {
        life.call(1);
        var since = life.now();
        life.clock.advance(Duration.ofMinutes(29));

        assertThat(discrepancies(Scope.OPEN)).satisfiesOnlyOnce(each -> {
            assertThat(each.kind()).isEqualTo(Kind.BEHIND);
            assertThat(each.which()).isEqualTo("commit 4");
            assertThat(each.since()).isEqualTo(since);
            assertThat(each.isDrift(life.now())).isFalse();
        });
        life.clock.advance(Duration.ofMinutes(1));
        assertThat(discrepancies(Scope.OPEN))
                .filteredOn(each -> each.isDrift(life.now()))
                .singleElement()
                .extracting(Discrepancy::kind)
                .isEqualTo(Kind.BEHIND);
    }

    @Test
    void aHoleAmongTheCommitsIsBehindAndNotAWrongSum() {
        rollUp = right -> right.scope().period()
                ? RollUp.empty(right.scope())
                        .apply(life.books.rollUps().rows(right.scope()).stream()
                                .filter(row -> row.sequence() != 2)
                                .toList())
                : right;

        is(discrepancies(Scope.OPEN), Kind.BEHIND, SEARCH + AI, SEARCH);
        assertThat(discrepancies(Scope.OPEN).getFirst().which()).isEqualTo("commit 2");
    }

    @Test
    void theFirstCommitOfTheMonthThatIsMissingIsBehindToo() {
        rollUp = right -> RollUp.empty(right.scope())
                .apply(life.books.rollUps().rows(right.scope()).stream()
                        .filter(row -> row.sequence() != 1)
                        .toList());

        is(discrepancies(Scope.OPEN), Kind.BEHIND, SEARCH + AI, AI);
    }

    @Test
    void whatIsNotToldYetIsADriftAfterADay() {
        life.call(2);
        life.deliver();

        is(discrepancies(), Kind.UNTOLD, SEARCH + 2 * AI, SEARCH + AI);
        life.at("05-15T12:16:00");
        assertThat(discrepancies()).noneMatch(each -> each.isDrift(life.now()));
        life.at("05-15T12:17:00");
        assertThat(discrepancies()).allMatch(each -> each.isDrift(life.now()));
    }

    @Test
    void aWrongMeterIsADriftOnceItHadTimeToCount() {
        var told = life.lastReport("2026-05");
        var wrong = MonthBook.usageTotal(
                UsageLife.ORG,
                MAY,
                new ReportedTotal(told.customerId(), new Money(7), told.at().plusSeconds(60), false));
        var usage = life.usage.report(wrong, wrong.identifier());
        assertThat(usage).isInstanceOf(PaymentOutcome.Done.class);

        is(discrepancies(), Kind.METER, SEARCH + AI, 7);
        assertThat(discrepancies().getFirst().isDrift(life.now())).isTrue();
        assertThat(discrepancies().getFirst().isDrift(told.at().plusSeconds(60)))
                .as("the meter may lag")
                .isFalse();
    }

    @Test
    void anInvoiceThatTheBookKnowsOtherwiseIsNamed() {
        life.at("06-01T00:17:00");
        life.push();
        life.holdDrafts();
        life.push();
        assertThat(life.reports.write(may().withInvoice("in_foreign", new Money(5))))
                .isTrue();

        assertThat(discrepancies())
                .filteredOn(each -> each.kind() == Kind.INVOICED)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.which()).isEqualTo("in_foreign");
                    assertThat(each.foundAmount()).isEqualTo(Money.ZERO);
                    assertThat(each.isDrift(life.now()))
                            .as("a webhook may be on its way")
                            .isFalse();
                    assertThat(each.isDrift(life.now().plus(Duration.ofHours(3))))
                            .isTrue();
                });
    }

    @Test
    void whatOneMonthGaveAndNoOtherTookIsFound() {
        var gone = may().moveRestTo(MonthBook.open(UsageLife.ORG, new InvoicePeriod(202606)));
        assertThat(life.reports.write(gone.from())).isTrue();

        assertThat(discrepancies())
                .filteredOn(each -> each.kind() == Kind.MOVED)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.expectedAmount()).isEqualTo(new Money(SEARCH + AI));
                    assertThat(each.foundAmount()).isEqualTo(Money.ZERO);
                });
    }

    @Test
    void aDriftThatHoldsADraftIsTheSameOneAndKeepsItsAge() {
        rollUp = this::withoutTheFirst;
        var ports = life.ports();
        var push = new UsagePush(new UsagePush.Ports(
                ports.accounts(),
                ports.meter(),
                new Tampered(),
                ports.books(),
                ports.payments(),
                ports.usage(),
                ports.lines(),
                ports.renewal()));
        life.at("06-01T00:17:00");
        push.push(UsageLife.ORG, life.now());
        life.holdDrafts();
        push.push(UsageLife.ORG, life.now());
        var since = life.now();
        life.at("06-01T02:17:00");

        assertThat(push.push(UsageLife.ORG, life.now()))
                .isInstanceOfSatisfying(PushOutcome.Drifting.class, drifting -> {
                    assertThat(discrepancies(Scope.OPEN))
                            .filteredOn(each -> each.kind() == Kind.LEDGER)
                            .singleElement()
                            .isEqualTo(new Discrepancy(
                                    drifting.period(),
                                    Kind.LEDGER,
                                    "",
                                    drifting.drift().counter(),
                                    drifting.drift().ledger(),
                                    since));
                });
        assertThat(life.invoices()).as("the draft stays one").isEmpty();
    }

    @Test
    void aMonthLongPastIsProvedByItsBookAndItsRows() {
        life.at("06-01T00:17:00");
        life.push();
        life.holdDrafts();
        life.push();
        life.at("08-02T00:17:00");
        life.call(1);
        life.deliver();
        life.push();

        assertThat(discrepancies(new Scope(MAY, true))).isEmpty();
        rows = all -> all.stream().filter(row -> row.sequence() != 2).toList();
        is(discrepancies(new Scope(MAY, true)), Kind.ROWS, SEARCH + AI, SEARCH);
    }

    @Test
    void anUnknownOrganizationHasNothingToCompare() {
        var reconciliation = new Reconciliation(
                new Reconciliation.Ports(life.books.accounts(), new Tampered(), life.reports, life.usage));

        assertThat(reconciliation.compare("org_gone", Scope.OPEN, life.now()))
                .isEqualTo(new Result.Compared(List.of(), List.of()));
    }
}
