package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Accounts;
import omni.billing.InMemoryPayments.Line;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.UsageBilling;
import omni.fakes.Around;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryOpenDiscrepancies;
import omni.fakes.InMemoryProviderEvents;
import omni.fakes.InMemoryPushMarks;
import omni.fakes.InMemoryStore;
import omni.fakes.InMemoryStripeEvents;
import omni.fakes.InMemorySweepRounds;
import omni.invoicing.Discrepancy.Kind;
import omni.invoicing.Reconciliation.Result;
import omni.invoicing.Reconciliation.Scope;
import omni.sweep.LostWebhookSweep;
import omni.sweep.OrganizationRepair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One paid call in May, and a provider that answers nothing from then on: no month of it has a book. */
class UnbookedMonthTest implements ReconciliationRun.Watch {

    private static final Money AI = new Money(1_000_003);
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);

    private final UsageLife life =
            new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-30T09:00:00Z"));
    private final List<String> rung = new ArrayList<>();

    @Override
    public void drifting(String orgId, Discrepancy drift) {
        rung.add(drift.kind() + " of " + drift.period().text() + " since " + drift.since());
    }

    @Override
    public void comparisonFailed(String orgId, String detail) {
        rung.add("failed " + detail);
    }

    @Override
    public void roundUnfinished(SweepRound round, String detail) {
        rung.add("unfinished " + round.stage());
    }

    @Override
    public void comparisonBroke(String orgId, RuntimeException fault) {
        rung.add("broken " + fault);
    }

    @BeforeEach
    void aPaidCallOfWhichNobodyIsTold() {
        life.customer();
        life.subscribe();
        life.at("05-30T09:30:00");
        life.call(2);
        life.deliver();
        life.payments.line(Line.DOWN);
        life.push();
    }

    /** Each hour's push fails; it may move the account into its month. */
    private void pushesFailUntil(String time) {
        var end = Instant.parse("2026-" + time + "Z");
        while (life.now().isBefore(end)) {
            var left = Duration.between(life.now(), end);
            life.clock.advance(left.compareTo(Duration.ofHours(12)) > 0 ? Duration.ofHours(12) : left);
            assertThat(life.push()).isInstanceOf(PushOutcome.Failed.class);
        }
    }

    private Reconciliation reconciliation() {
        return new Reconciliation(
                new Reconciliation.Ports(life.books.accounts(), life.books.rollUps(), life.reports, life.usage));
    }

    private List<Discrepancy> discrepancies(Scope scope) {
        return reconciliation().compare(UsageLife.ORG, scope, life.now()) instanceof Result.Compared(var _, var found)
                ? found
                : List.of();
    }

    /** In the hour after it was seen first. */
    private void rings(String... drifts) {
        var run = new ReconciliationRun(
                new ReconciliationRun.Ports(
                        new InMemorySweepRounds(),
                        (after, _) -> after == null ? List.of(UsageLife.ORG) : List.of(),
                        new InMemoryOpenDiscrepancies()),
                reconciliation(),
                this,
                life.clock);
        run.run(() -> Duration.ofMinutes(9));
        assertThat(rung).isEmpty();
        life.clock.advance(Duration.ofHours(1));
        run.run(() -> Duration.ofMinutes(9));
        assertThat(rung).containsExactly(drifts);
    }

    @ParameterizedTest(name = "at {0} it is a drift: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        time,           drift
        05-30T10:43:00, false
        05-31T23:43:00, true
        06-01T00:43:00, true
        06-13T00:43:00, true
        07-13T00:43:00, true
        12-13T00:43:00, true
        """)
    void whatIsUsedAndNotToldIsUntoldInWhateverMonth(String time, boolean drift) {
        pushesFailUntil(time);

        for (var scope : List.of(Scope.OPEN, new Scope(MAY, true))) {
            assertThat(discrepancies(scope)).singleElement().satisfies(each -> {
                assertThat(each.period()).isEqualTo(MAY);
                assertThat(each.kind()).isEqualTo(Kind.UNTOLD);
                assertThat(each.expectedAmount()).isEqualTo(AI);
                assertThat(each.foundAmount()).isEqualTo(Money.ZERO);
                assertThat(each.since()).isEqualTo(Instant.parse("2026-05-30T09:30:00Z"));
                assertThat(each.isDrift(life.now())).isEqualTo(drift);
            });
        }
    }

    @Test
    void theHourlyJobRings() {
        pushesFailUntil("07-13T00:43:00");

        rings("UNTOLD of 2026-05 since 2026-05-30T09:30:00Z");
    }

    @Test
    void aBookOfBeforeTheLastCallIsNoProofOfTheMonth() {
        life.payments.line(Line.UP);
        life.push();
        life.clock.advance(Duration.ofMinutes(10));
        life.call(2);
        life.deliver();
        life.payments.line(Line.DOWN);
        pushesFailUntil("07-13T00:43:00");
        life.payments.line(Line.UP);

        assertThat(discrepancies(Scope.OPEN))
                .filteredOn(each -> each.kind() == Kind.UNTOLD)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.expectedAmount()).isEqualTo(AI.plus(AI));
                    assertThat(each.foundAmount()).isEqualTo(AI);
                    assertThat(each.isDrift(life.now())).isTrue();
                });
    }

    /** Somebody who calls each hour, of whom Stripe is told nothing more: since the first of those calls it is untold. */
    @ParameterizedTest(name = "reads fail too: {0}, answers are lost: {1}")
    @CsvSource({"true, false", "false, false", "false, true"})
    void whoGoesOnCallingIsUntoldSinceTheFirstCallThatIsNot(boolean down, boolean answersLost) {
        life.payments.line(Line.UP);
        life.push();
        var silent = Around.port(UsageBilling.class, life.usage, call -> {
            if (call.is("report")) {
                return answersLost ? lost(call.make()) : new PaymentOutcome.Unavailable<>("no answer");
            }
            return call.make();
        });
        life.clock.advance(Duration.ofMinutes(10));
        var first = life.now();
        for (var hour = 0; hour < 25; hour++) {
            assertThat(discrepancies(Scope.OPEN)).noneMatch(each -> each.isDrift(life.now()));
            life.call(1);
            life.deliver();
            life.clock.advance(Duration.ofHours(1));
            life.payments.line(down ? Line.DOWN : Line.UP);
            new UsagePush(life.ports(silent)).push(UsageLife.ORG, life.now());
            life.payments.line(Line.UP);
        }

        if (answersLost) {
            assertThat(discrepancies(Scope.OPEN)).as("the meter has it").isEmpty();
        } else {
            assertThat(discrepancies(Scope.OPEN)).singleElement().satisfies(each -> {
                assertThat(each.kind()).isEqualTo(Kind.UNTOLD);
                assertThat(each.since()).isEqualTo(first);
                assertThat(each.isDrift(life.now())).isTrue();
            });
        }
    }

    private static PaymentOutcome<?> lost(@Nullable Object answer) {
        assertThat(answer).isInstanceOf(PaymentOutcome.Done.class);
        return new PaymentOutcome.Unavailable<>("the answer is lost");
    }

    /** What was told of a customer who is deleted since no invoice bills, whether a webhook tells of it or only the meter. */
    @Test
    void whatWasToldOfACustomerThatIsGoneIsNotTold() {
        life.payments.line(Line.UP);
        life.push();
        assertThat(discrepancies(Scope.OPEN)).isEmpty();
        var meterless = Around.port(
                UsageBilling.class,
                life.usage,
                call -> call.is("readMeter")
                        ? new PaymentOutcome.Refused<>(PaymentOutcome.Reason.MISSING, "No such customer")
                        : call.make());
        var reconciliation = new Reconciliation(
                new Reconciliation.Ports(life.books.accounts(), life.books.rollUps(), life.reports, meterless));
        assertThat(reconciliation.compare(UsageLife.ORG, Scope.OPEN, life.now()))
                .isInstanceOfSatisfying(
                        Result.Compared.class,
                        compared -> assertThat(compared.disagreements())
                                .extracting(Discrepancy::kind)
                                .containsExactly(Kind.UNTOLD));

        life.deleteCustomer();

        assertThat(discrepancies(Scope.OPEN)).extracting(Discrepancy::kind).containsExactly(Kind.UNPAYABLE);
    }

    /** Months later the account knows of others only, which came to nothing, and every mark is lost. */
    @Test
    void theSweepMarksWhoHasAMonthThatNobodyBooked() {
        for (var month : List.of("06-10T09:00:00", "07-10T09:00:00")) {
            pushesFailUntil(month);
            life.annul(life.call(1));
            life.deliver();
        }
        life.payments.line(Line.UP);
        var marks = new InMemoryPushMarks();

        sweep(marks).run(() -> Duration.ofMinutes(9));

        assertThat(marks.due(life.now(), null))
                .extracting(PushMarks.Mark::orgId)
                .containsExactly(UsageLife.ORG);
        life.push();
        assertThat(life.book("2026-05").amounts().accrual()).isEqualTo(AI);
        var later = new InMemoryPushMarks();
        life.push();
        assertThat(discrepancies(Scope.OPEN)).isEmpty();
        assertThat(later.due(life.now(), null)).isEmpty();
    }

    private LostWebhookSweep sweep(PushMarks marks) {
        var repair = new OrganizationRepair(
                life.books.accounts(),
                new PaymentFacts(life.books.accounts(), life.payments),
                life.keeper(),
                life.reports,
                new UnbookedMonths(life.books.rollUps()),
                marks);
        var ports = new LostWebhookSweep.Ports(
                new LostWebhookSweep.Rounds(new InMemorySweepRounds(), new InMemorySweepRounds()),
                (after, _) -> after == null ? List.of(UsageLife.ORG) : List.of(),
                life.books.accounts(),
                life.payments,
                new InMemoryProviderEvents(),
                new InMemoryStripeEvents());
        var watch = Around.port(LostWebhookSweep.Watch.class, null, _ -> null);
        return new LostWebhookSweep(ports, repair, watch, life.clock);
    }

    @Test
    void aBookWhoseAccountIsGoneIsStillCompared() {
        life.payments.line(Line.UP);
        life.push();
        life.call(2);
        life.deliver();
        var nobody = Around.port(Accounts.class, life.books.accounts(), call -> call.is("load") ? null : call.make());
        var reconciliation =
                new Reconciliation(new Reconciliation.Ports(nobody, life.books.rollUps(), life.reports, life.usage));

        assertThat(reconciliation.compare(UsageLife.ORG, Scope.OPEN, life.now()))
                .isInstanceOfSatisfying(
                        Result.Compared.class,
                        compared -> assertThat(compared.disagreements()).isNotEmpty());
    }

    @Test
    void whereNobodyIsInvoicedWhatIsBookedWaitsAndRingsNothing() {
        life.payments.line(Line.UP);
        life.deleteCustomer();
        life.push();
        life.at("06-20T00:43:00");

        assertThat(discrepancies(Scope.OPEN)).extracting(Discrepancy::kind).containsExactly(Kind.UNPAYABLE);
        rings();
    }

    @Test
    void onceItIsToldNothingIsUntoldAnyMore() {
        pushesFailUntil("06-13T00:43:00");
        life.payments.line(Line.UP);
        life.push();
        life.clock.advance(Duration.ofHours(1));

        assertThat(discrepancies(Scope.OPEN)).isEmpty();
        rings();
    }
}
