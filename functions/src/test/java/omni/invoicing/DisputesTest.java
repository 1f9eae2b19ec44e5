package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import omni.account.Account;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.billing.LostDispute;
import omni.billing.OperatorRecord;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.event.AuditEvent;
import omni.fakes.AnAccount;
import omni.fakes.Around;
import omni.fakes.InMemoryStore;
import omni.fakes.MovableClock;
import omni.meter.PayingAccount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 5.1: a lost dispute restricts until an operator clears it, once for all, whatever meets on the way. */
class DisputesTest {

    private static final String ORG = PayingAccount.ORG;
    private static final Instant BEGIN = PayingAccount.NOW;

    private final MovableClock clock = new MovableClock(BEGIN);
    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryPayments provider = new InMemoryPayments(clock);
    private String customer = "";

    @BeforeEach
    void aPayingCustomer() {
        store.put(AnAccount.at(BEGIN).of(ORG).build());
        var created =
                provider.createCustomer(new Payments.NewCustomer(ORG, Optional.empty(), Optional.empty()), "customer");
        customer = created instanceof PaymentOutcome.Done<String>(var id) ? id : "";
        store.saveBilling(
                BillingRecord.empty(ORG).withCustomer(new BillingRecord.Customer(customer, null, null, BEGIN, BEGIN)));
        provider.attachCard(customer);
        refresh();
    }

    private void refresh() {
        refresh(() -> {});
    }

    /** Refreshes, and between reading and writing something else happens once. */
    private void refresh(Runnable meanwhile) {
        var reading = new Interrupted(provider, meanwhile);
        assertThat(new PaymentFacts(store, reading.payments()).refresh(ORG, customer, clock.instant()))
                .isInstanceOf(PaymentFacts.Refreshed.Written.class);
    }

    private String lose() {
        var dispute = provider.dispute(customer);
        provider.closeDispute(dispute, true);
        return dispute;
    }

    private void clear() {
        var basis = store.account(ORG, true);
        var was = basis.standing();
        var cleared = new Account.Standing(
                was.cardOnFile(), was.subscription(), was.delinquentSince(), true, was.contract(), false, null);
        var event = new AuditEvent(
                "evt_" + UUID.randomUUID(),
                ORG,
                "audit",
                "operator.test",
                "usr_1",
                "session",
                "api",
                "req_1",
                Map.of(),
                clock.instant());
        var record = store.operatorRecord(ORG).withDisputesCleared(clock.instant());
        assertThat(store.oversight().replace(basis, cleared, record, event)).isTrue();
    }

    private Optional<Instant> lostAt() {
        var fact = Optional.ofNullable(store.account(ORG, true).standing().disputeLostAt());
        assertThat(store.operatorRecord(ORG).disputeLostAt())
                .as("fact and record say the same")
                .isEqualTo(fact);
        return fact;
    }

    @Test
    void aDisputeIsNoFactUntilItIsLostAndNoneWhenItIsWon() {
        var won = provider.dispute(customer);
        refresh();
        assertThat(lostAt()).isEmpty();

        provider.closeDispute(won, false);
        refresh();

        assertThat(lostAt()).isEmpty();
        assertThat(store.operatorRecord(ORG)).isEqualTo(OperatorRecord.empty(ORG));
    }

    @Test
    void aLostOneRestrictsFromWhenItWasFirstRead() {
        lose();
        clock.advance(Duration.ofHours(1));
        refresh();
        var first = clock.instant();
        clock.advance(Duration.ofDays(1));
        refresh();

        assertThat(lostAt()).contains(first);
    }

    @Test
    void whatAnOperatorClearedStaysClearedAndAnotherOneRestrictsAgain() {
        var first = lose();
        refresh();
        clear();
        refresh();
        assertThat(lostAt()).isEmpty();

        clock.advance(Duration.ofDays(1));
        var second = lose();
        refresh();

        assertThat(lostAt()).contains(clock.instant());
        assertThat(store.operatorRecord(ORG).disputes())
                .extracting(LostDispute::id)
                .containsExactly(first, second);
    }

    @Test
    void theDisputesOfADeletedCustomerStayKnown() {
        lose();
        refresh();
        provider.deleteCustomer(customer);
        refresh();

        assertThat(store.billing(ORG).customer()).isNull();
        assertThat(lostAt()).contains(BEGIN);
    }

    @Test
    void aDisputeReadWhileAnOperatorClearsTheOthersIsNotClearedWithThem() {
        lose();
        refresh();
        var second = lose();
        refresh(this::clear);

        assertThat(lostAt()).contains(BEGIN);
        assertThat(store.operatorRecord(ORG).disputes())
                .filteredOn(dispute -> dispute.clearedAt() == null)
                .extracting(LostDispute::id)
                .containsExactly(second);
    }

    @Test
    void aClearingThatMeetsAReadingIsNotUndoneByIt() {
        lose();
        refresh();
        refresh(this::clear);

        assertThat(lostAt()).isEmpty();
    }

    @Test
    void twoReadingsAtOnceKeepADisputeOnce() {
        var dispute = lose();
        refresh(this::refresh);

        assertThat(store.operatorRecord(ORG).disputes()).isEqualTo(List.of(new LostDispute(dispute, BEGIN, null)));
    }

    /** A provider during whose first reading something else happens. */
    private static final class Interrupted {

        private final InMemoryPayments provider;
        private Runnable meanwhile;

        Interrupted(InMemoryPayments provider, Runnable meanwhile) {
            this.provider = provider;
            this.meanwhile = meanwhile;
        }

        Payments payments() {
            return Around.port(Payments.class, provider, call -> {
                var answer = call.make();
                if (call.is("readCustomer")) {
                    var now = meanwhile;
                    meanwhile = () -> {};
                    now.run();
                }
                return answer;
            });
        }
    }
}
