package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import omni.billing.InMemoryInvoice;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The months of one organization, told; what goes wrong in between is for {@link UsagePushAttackTest}. */
class UsagePushTest {

    private static final long SEARCH = 12_347;
    private static final long AI = 1_000_003;

    private final UsageLife life =
            new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:00:00Z"));

    @AfterEach
    void nothingIsLost() {
        life.at("12-01T00:00:00");
        life.deliver();
        life.push();
        life.addsUp("in the end");
    }

    private void subscribe() {
        life.customer();
        life.subscribe();
    }

    private PushOutcome pushAgain() {
        life.deliver();
        return life.push();
    }

    private String text(String invoiceMonth) {
        return life.usage.allInvoices().stream()
                .filter(invoice -> invoice.period().text().equals(invoiceMonth))
                .reduce((_, last) -> last)
                .flatMap(InMemoryInvoice::text)
                .orElse("");
    }

    /** The month ends: its draft is held, and everything that can be done is done. */
    private PushOutcome turn(String tooLate) {
        life.at(tooLate);
        life.push();
        life.holdDrafts();
        return pushAgain();
    }

    @Test
    void anOrganizationWithoutCustomerIsLeftAlone() {
        assertThat(life.push()).isEqualTo(new PushOutcome.NoMetering());
        assertThat(life.reports.of(UsageLife.ORG)).isEmpty();
        assertThat(new UsagePush(life.ports()).push("org_gone", life.now())).isEqualTo(new PushOutcome.NoMetering());
    }

    @Test
    void theTotalOfTheMonthIsToldOnceForEachChange() {
        subscribe();
        life.at("05-14T10:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.book("2026-05").lastReport()).as("nothing was used").isNull();
        life.call(1);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        var first = life.book("2026-05");
        var before = life.lastReport("2026-05");
        assertThat(life.lastReport("2026-05").total()).isEqualTo(new Money(SEARCH));
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.book("2026-05")).isEqualTo(first);
        life.call(2);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.lastReport("2026-05").total()).isEqualTo(new Money(SEARCH + AI));
        assertThat(life.lastReport("2026-05").at()).isAfter(before.at());
    }

    @Test
    void aMonthIsInvoicedToTheMicroDollar() {
        subscribe();
        life.call(1);
        life.call(2);
        life.at("05-31T23:59:59.9");
        var beforeMidnight = life.call(1);
        assertThat(beforeMidnight).isNotEmpty();
        assertThat(turn("06-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(2 * SEARCH + AI)));
        assertThat(text("2026-05")).isEqualTo("""
            Usage of 2026-05 (UTC), exact amounts
            AI, payg, 1 units: $1.000003
            Search, payg, 2 units: $0.024694\
            """);
        assertThat(life.book("2026-05").closing().complete()).isTrue();
        assertThat(life.book("2026-05").amounts().rest()).isEqualTo(Money.ZERO);
    }

    @Test
    void theCounterIsClosedBeforeItsTotalIsTold() {
        subscribe();
        life.call(1);
        life.at("05-31T23:59:59");
        var read = life.books.account(UsageLife.ORG, true);
        life.at("06-01T00:17:00");
        life.deliver();
        life.push();
        assertThat(life.books.account(UsageLife.ORG, true).ledger().period()).isEqualTo(new InvoicePeriod(202606));
        life.clock.advance(Duration.ofMinutes(-18));
        life.call(1, read, 200);
        assertThat(life.books.account(UsageLife.ORG, true).ledger().accrual())
                .as("a call that was decided in May, on a clock that is behind")
                .isEqualTo(new Money(SEARCH));
        life.at("06-01T00:18:00");
        life.holdDrafts();
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void whatCameAfterAnInvoiceThatWasFinalTooEarlyIsOnTheNext() {
        subscribe();
        life.call(1);
        pushAgain();
        life.at("05-31T23:30:00");
        life.call(2);
        life.at("06-01T02:00:00");
        life.usage.allInvoices();
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
        assertThat(life.book("2026-06").amounts().carryOvers())
                .isEqualTo(Map.of(new InvoicePeriod(202605), new Money(AI)));
        assertThat(turn("07-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).containsEntry("2026-06", new Money(AI));
        assertThat(text("2026-06")).contains("Carried over from 2026-05: $1.000003");
    }

    @Test
    void aCreditAfterTheInvoiceLowersTheNext() {
        subscribe();
        life.call(1);
        var unanswered = life.call(2);
        turn("06-01T00:17:00");
        assertThat(life.invoices()).containsEntry("2026-05", new Money(SEARCH + AI));
        life.annul(unanswered);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.book("2026-06").total()).as("never below nothing").isEqualTo(Money.ZERO);
        life.at("06-05T10:00:00");
        life.call(2);
        life.call(1);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        turn("07-01T00:17:00");
        assertThat(life.invoices()).containsEntry("2026-06", new Money(SEARCH));
        assertThat(text("2026-06")).contains("Carried over from 2026-05: -$1.000003");
    }

    @Test
    void aCreditBeforeTheReleaseLowersTheInvoice() {
        subscribe();
        life.call(1);
        var unanswered = life.call(2);
        pushAgain();
        life.annul(unanswered);
        life.deliver();
        turn("06-01T00:17:00");
        assertThat(life.invoices()).containsEntry("2026-05", new Money(SEARCH));
    }

    @Test
    void aSubscriptionThatIsEndedWithAnInvoiceAndBegunAgainBillsTheRest() {
        subscribe();
        life.call(1);
        pushAgain();
        life.at("05-20T10:00:00");
        life.usage.endWithInvoice(life.live().getFirst().id());
        life.holdDrafts();
        life.call(2);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.NoMetering());
        assertThat(life.invoices()).as("released at once").isEqualTo(Map.of("2026-05", new Money(SEARCH)));
        assertThat(text("2026-05")).contains("Left for a later invoice: -$1.000003");
        life.at("05-21T10:00:00");
        life.subscribe();
        life.at("05-21T10:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        turn("06-01T00:17:00");
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH + AI)));
        assertThat(text("2026-05")).contains("Invoiced before: -$0.012347");
    }

    @Test
    void aSubscriptionThatIsEndedWithoutInvoiceAndBegunAgainBillsAll() {
        subscribe();
        life.call(1);
        pushAgain();
        life.at("05-20T10:00:00");
        life.usage.endByHand(life.live().getFirst().id());
        life.at("05-20T10:00:01");
        life.subscribe();
        assertThat(pushAgain()).as("the same total, told anew for the new one").isEqualTo(new PushOutcome.UpToDate());
        turn("06-01T00:17:00");
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void aMonthThatEndsWithoutSubscriptionMovesOn() {
        subscribe();
        life.call(1);
        pushAgain();
        life.usage.endByHand(life.live().getFirst().id());
        life.at("06-01T00:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.NoMetering());
        assertThat(life.book("2026-05").closing().complete()).isTrue();
        assertThat(life.book("2026-06").total()).isEqualTo(new Money(SEARCH));
        life.at("06-03T00:17:00");
        life.subscribe();
        life.at("06-03T01:17:00");
        pushAgain();
        turn("07-01T00:17:00");
        assertThat(life.invoices()).isEqualTo(Map.of("2026-06", new Money(SEARCH)));
    }

    @Test
    void aNewCustomerIsToldWhatTheDeletedOneWasNotInvoiced() {
        subscribe();
        life.call(1);
        pushAgain();
        life.at("05-20T10:00:00");
        life.deleteCustomer();
        assertThat(pushAgain()).isEqualTo(new PushOutcome.NoMetering());
        life.at("06-10T10:00:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.NoMetering());
        subscribe();
        life.at("06-10T10:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        turn("07-01T00:17:00");
        assertThat(life.invoices()).isEqualTo(Map.of("2026-06", new Money(SEARCH)));
    }

    @Test
    void aDraftWaitsUntilTheMeterHasCounted() {
        subscribe();
        life.call(1);
        life.usage.lag(true);
        assertThat(turn("06-01T00:17:00")).isInstanceOf(PushOutcome.Waiting.class);
        life.usage.lag(false);
        life.usage.letThrough();
        life.at("06-01T01:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void aDraftWaitsForTheLedgerAndThatIsAnAlarmWhenItLasts() {
        subscribe();
        life.call(1);
        life.at("06-01T00:17:00");
        life.push();
        life.holdDrafts();
        assertThat(life.push()).isInstanceOf(PushOutcome.Waiting.class);
        life.at("06-01T01:17:00");
        assertThat(life.push()).isInstanceOfSatisfying(PushOutcome.Drifting.class, drifting -> {
            assertThat(drifting.period()).isEqualTo(new InvoicePeriod(202605));
            assertThat(drifting.drift().since()).isEqualTo(Instant.parse("2026-06-01T00:17:00Z"));
            assertThat(drifting.drift().counter()).isEqualTo(new Money(SEARCH));
            assertThat(drifting.drift().ledger()).isEqualTo(Money.ZERO);
            assertThat(drifting.drift().meter()).isEqualTo(new Money(SEARCH));
        });
        assertThat(life.invoices()).isEmpty();
        assertThat(life.book("2026-05").closing().draftId()).isNotNull();
        life.at("06-20T01:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
        assertThat(life.book("2026-05").closing().drift()).isNull();
    }

    @Test
    void whatTheMeterDidNotTakeIsADriftUntilItIsToldAnew() {
        subscribe();
        life.call(1);
        life.usage.refuseLater(life.customerId());
        assertThat(turn("06-01T00:17:00")).isInstanceOf(PushOutcome.Waiting.class);
        life.usage.accept(life.customerId());
        life.at("06-01T01:17:00");
        assertThat(pushAgain()).isInstanceOf(PushOutcome.Drifting.class);
        assertThat(life.invoices()).isEmpty();
    }

    @Test
    void aJobThatWasDownForFortyDaysClosesTheMonthFromTheLedger() {
        subscribe();
        life.call(1);
        pushAgain();
        life.at("05-30T10:00:00");
        life.call(2);
        life.at("06-01T00:05:00");
        life.holdDrafts();
        life.at("06-15T10:00:00");
        life.call(1);
        life.at("06-30T12:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH + AI)));
    }

    @Test
    void whatIsTooOldToBeToldMovesOn() {
        subscribe();
        life.call(1);
        pushAgain();
        life.call(2);
        life.at("06-01T00:05:00");
        life.holdDrafts();
        life.at("06-15T10:00:00");
        life.call(1);
        life.at("07-01T00:05:00");
        life.holdDrafts();
        life.at("07-10T10:00:00");
        life.call(1);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH), "2026-06", new Money(SEARCH)));
        assertThat(life.book("2026-07").total()).isEqualTo(new Money(SEARCH + AI));
    }

    @Test
    void aMonthWithoutUsageIsInvoicedToo() {
        subscribe();
        assertThat(turn("06-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", Money.ZERO));
        assertThat(turn("07-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).hasSize(2);
    }

    @Test
    void aDraftThatSomebodyDeletedIsNotWaitedForForEver() {
        subscribe();
        life.call(1);
        life.at("06-01T00:05:00");
        life.holdDrafts();
        life.usage.deleteDraft(life.usage.allInvoices().getFirst().id());
        assertThat(pushAgain()).isInstanceOf(PushOutcome.Waiting.class);
        life.at("06-04T00:17:00");
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.book("2026-06").total()).isEqualTo(new Money(SEARCH));
    }

    @Test
    void twoSubscriptionsAtTheEndOfAMonthBillItOnce() {
        subscribe();
        life.at("05-20T10:00:00");
        life.subscribe();
        life.at("05-20T10:17:00");
        life.call(1);
        assertThat(turn("06-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.usage.allInvoices()).hasSize(2);
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void theLastMinuteOfAMonthWaitsForItsClosing() {
        subscribe();
        life.at("05-31T23:59:10");
        life.call(1);
        assertThat(pushAgain()).isInstanceOf(PushOutcome.Waiting.class);
        assertThat(turn("06-01T00:17:00")).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(SEARCH)));
    }

    @Test
    void aClockThatGoesBackTellsALaterSecondAllTheSame() {
        subscribe();
        life.call(1);
        pushAgain();
        var told = life.lastReport("2026-05");
        life.clock.advance(Duration.ofMinutes(-3));
        life.call(1);
        assertThat(pushAgain()).isEqualTo(new PushOutcome.UpToDate());
        assertThat(life.lastReport("2026-05").at()).isAfter(told.at());
        turn("06-01T00:17:00");
        assertThat(life.invoices()).isEqualTo(Map.of("2026-05", new Money(2 * SEARCH)));
    }
}
