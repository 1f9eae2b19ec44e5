package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.account.Accounts;
import omni.billing.CollectionMethod;
import omni.billing.InMemoryPayments;
import omni.billing.InvoicePeriod;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.billing.UsageBilling;
import omni.fakes.Around;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.invoicing.MeteringKeeper.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a metering subscription, how it is anchored and collected, and what becomes of one that somebody else touched. */
class MeteringKeeperTest {

    private final MeteredCustomer world = new MeteredCustomer();

    @Test
    void anOrganizationWithoutPayerAndUsageHasNone() {
        world.customer(Optional.of("ann@example.com"));
        var before = world.stripe.payments.requests();

        assertThat(world.ensure()).isEqualTo(new Outcome.NotNeeded());

        assertThat(world.stripe.payments.requests()).as("nobody asks Stripe").isEqualTo(before);
        assertThat(world.all()).isEmpty();
    }

    @Test
    void anUnknownOrganizationHasNone() {
        assertThat(world.keeper().ensure("org_unknown", world.now())).isEqualTo(new Outcome.NotNeeded());
    }

    @Test
    void aCardHasOneThatChargesIt() {
        var customer = world.payer();

        var kept = world.ensure();

        assertThat(kept).isEqualTo(new Outcome.Live(customer, world.only().id()));
        assertThat(world.only().collection()).isEqualTo(CollectionMethod.CARD);
        assertThat(world.record().metering().subscriptionId())
                .isEqualTo(world.only().id());
        assertThat(world.record().metering().pending()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = SubscriptionStatus.class,
            names = {"ACTIVE", "TRIALING", "PAST_DUE", "UNPAID"})
    void aPlanHasOne(SubscriptionStatus status) {
        world.customer(Optional.empty());
        world.account(account -> account.subscription(PlanKey.TEAM, status));

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
    }

    @Test
    void whatIsThereIsKeptWithoutAnyWrite() {
        world.payer();
        var first = world.ensure();
        var before = world.record();

        assertThat(world.ensure()).isEqualTo(first);

        assertThat(world.record()).isEqualTo(before);
        assertThat(world.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void usageThatMayNotBeInvoicedYetKeepsOneWithoutAPayer(boolean ofLastMonth) {
        world.customer(Optional.empty());
        world.account(account -> account.withAccrual(70_000));
        if (ofLastMonth) {
            world.monthTurns();
        }

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        world.endAll();
        world.monthTurns();
        world.monthTurns();
        assertThat(world.ensure()).as("months later").isEqualTo(new Outcome.NotNeeded());
    }

    @Test
    void aContractWithoutACustomerMakesOneThatInvoicesCanBeMailedTo() {
        world.contract();

        var kept = world.ensure();

        assertThat(kept).isInstanceOf(Outcome.Live.class);
        assertThat(world.only().collection()).isEqualTo(CollectionMethod.INVOICE);
        assertThat(world.record().customer()).hasFieldOrPropertyWithValue("email", "ann@example.com");
        assertThat(world.record().customer()).hasFieldOrPropertyWithValue("name", "Acme");
        assertThat(world.record().creation().pending()).isNull();
    }

    @Test
    void aContractOfTomorrowHasNothingYet() {
        world.contract(world.now().plusSeconds(1), Instant.parse("2030-01-01T00:00:00Z"));

        assertThat(world.ensure()).isEqualTo(new Outcome.NotNeeded());
        assertThat(world.present()).isZero();

        world.stripe.rig.clock.advance(Duration.ofSeconds(1));
        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
    }

    @Test
    void collectionFollowsContractAndCard() {
        world.customer(Optional.of("ann@example.com"));
        world.contract();
        var seen = new ArrayList<CollectionMethod>();
        for (var change : List.<Runnable>of(
                () -> {}, world::attachCard, world::detachCards, world::attachCard, world::detachCards)) {
            change.run();
            assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
            seen.add(world.only().collection());
        }

        assertThat(world.all()).as("one and the same").hasSize(1);
        assertThat(seen)
                .containsExactly(
                        CollectionMethod.INVOICE,
                        CollectionMethod.CARD,
                        CollectionMethod.INVOICE,
                        CollectionMethod.CARD,
                        CollectionMethod.INVOICE);
    }

    @Test
    void theLastUsageOfAContractThatIsOverIsMailed() {
        world.customer(Optional.of("ann@example.com"));
        world.account(account -> account.withAccrual(1));
        world.contract(world.now().minusSeconds(9), world.now().minusSeconds(1));

        world.ensure();

        assertThat(world.only().collection()).isEqualTo(CollectionMethod.INVOICE);
    }

    @Test
    void withoutAnAddressNothingIsMailed() {
        world.customer(Optional.empty());
        world.contract();

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
        assertThat(world.only().collection()).isEqualTo(CollectionMethod.CARD);
    }

    /** The second when a month ends is the next month's. */
    @ParameterizedTest
    @CsvSource({
        "2026-05-31T08:00:00Z,     2026-06-01T00:00:00Z",
        "2026-08-31T23:59:59Z,     2026-09-01T00:00:00Z",
        "2026-08-31T23:59:59.999Z, 2026-09-01T00:00:00Z",
        "2026-09-01T00:00:00Z,     2026-10-01T00:00:00Z",
        "2028-02-29T12:00:00Z,     2028-03-01T00:00:00Z",
        "2028-01-31T12:00:00Z,     2028-02-01T00:00:00Z",
        "2026-12-31T23:59:59Z,     2027-01-01T00:00:00Z"
    })
    void theFirstPeriodEndsWithTheMonth(Instant at, Instant anchor) {
        world.clockAt(at);
        world.payer();
        var asked = new ArrayList<UsageBilling.NewMetering>();
        var usage = Around.port(UsageBilling.class, world.usage, call -> {
            if (call.argument(0) instanceof UsageBilling.NewMetering metering) {
                asked.add(metering);
            }
            return call.make();
        });
        var keeper = new MeteringKeeper(
                world.stripe.accounts, world.stripe.payments, usage, world.stripe.profile(), (_, _, _) -> {});

        assertThat(keeper.ensure(Rig.ORG, at)).isInstanceOf(Outcome.Live.class);

        assertThat(asked).extracting(UsageBilling.NewMetering::anchor).containsExactly(anchor);
    }

    @Test
    void oneThatWasEndedByHandIsBegunAgain() {
        world.payer();
        world.ensure();
        for (var times = 2; times <= 4; times++) {
            world.endAll();
            assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
            assertThat(world.all()).hasSize(times);
            assertThat(world.live()).hasSize(1);
        }
    }

    @Test
    void oneThatSomebodyElseBeganIsTaken() {
        var customer = world.payer();
        world.beginByHand();

        assertThat(world.ensure())
                .isEqualTo(new Outcome.Live(customer, world.only().id()));
        assertThat(world.record().metering().attempt()).isZero();
    }

    /** Somebody else began one after that reading, which does not show it. */
    @Test
    void aReadingThatIsNotTheLatestIsNotBegunBy() {
        var customer = world.payer();
        var refreshed =
                new PaymentFacts(world.stripe.accounts, world.stripe.payments).refresh(Rig.ORG, customer, world.now());
        var begun = world.ensure();

        var after = world.keeper().ensure(Rig.ORG, (PaymentFacts.Refreshed.Written) refreshed, world.now());

        assertThat(after).isEqualTo(begun);
        assertThat(world.all()).hasSize(1);
    }

    @Test
    void ofTwoTheYoungerIsEndedAndAnAlarmRings() {
        world.payer();
        world.ensure();
        var kept = world.only();
        world.stripe.rig.clock.advance(Duration.ofSeconds(5));
        world.beginByHand();

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        assertThat(world.only()).isEqualTo(kept);
        assertThat(world.twice).hasSize(1).doesNotContain(kept.id());
    }

    @Test
    void aDeletedCustomerWithoutAContractIsForgottenWithWhatWasPending() {
        world.payer();
        world.stripe.payments.fault(3, InMemoryPayments.Line.DOWN);
        assertThat(world.ensure()).isInstanceOf(Outcome.Failed.class);
        assertThat(world.record().metering().pending()).isNotNull();
        world.deleteCustomer();

        assertThat(world.ensure()).isEqualTo(new Outcome.NotNeeded());

        assertThat(world.record().customer()).isNull();
        assertThat(world.record().metering().pending()).isNull();
        assertThat(world.record().metering().subscriptionId()).isNull();
    }

    @Test
    void aDeletedCustomerOfAContractIsMadeAgain() {
        var first = world.payer();
        world.contract();
        world.ensure();
        world.deleteCustomer();

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        assertThat(world.customer()).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(world.live()).hasSize(1);
        assertThat(world.only().collection()).isEqualTo(CollectionMethod.INVOICE);
    }

    @Test
    void whatStripeRefusesIsNotKeptPendingAndSucceedsUnderAnotherKeyLater() {
        var customer = world.payer();
        world.usage.refuse(customer);

        assertThat(world.ensure())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail()).contains("INVALID"));
        assertThat(world.record().metering().pending()).isNull();

        world.usage.accept(customer);
        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);
    }

    /** A lost answer is asked for again even when what it told of was ended meanwhile. */
    @Test
    void anAnswerOfLongAgoIsNotTakenForWhatIsNow() {
        world.payer();
        world.stripe.payments.fault(3, InMemoryPayments.Line.ANSWERS_LOST);
        assertThat(world.ensure()).isInstanceOf(Outcome.Failed.class);
        world.endAll();

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        assertThat(world.live()).hasSize(1);
        assertThat(world.all()).hasSize(2);
    }

    @Test
    void anAttemptOfLastMonthIsBegunAnew() {
        world.payer();
        world.stripe.payments.fault(3, InMemoryPayments.Line.DOWN);
        world.ensure();
        world.monthTurns();

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        assertThat(world.record().metering().attempt()).isEqualTo(2);
        assertThat(InvoicePeriod.at(world.only().createdAt())).isEqualTo(InvoicePeriod.at(world.now()));
    }

    @Test
    void aStripeThatIsDownChangesNothing() {
        world.payer();
        world.stripe.payments.line(InMemoryPayments.Line.DOWN);

        assertThat(world.ensure()).isInstanceOf(Outcome.Failed.class);

        world.stripe.payments.line(InMemoryPayments.Line.UP);
        assertThat(world.all()).isEmpty();
    }

    @Test
    void whoeverLosesEveryRaceSaysSo() {
        world.payer();
        var moving = Around.before(
                "saveBilling",
                Accounts.class,
                world.stripe.accounts,
                () -> world.stripe.accounts.saveBilling(world.record().nextPortal()));
        var losing =
                new MeteringKeeper(moving, world.stripe.payments, world.usage, world.stripe.profile(), (_, _, _) -> {});

        assertThat(losing.ensure(Rig.ORG, world.now())).isInstanceOf(Outcome.Failed.class);
    }
}
