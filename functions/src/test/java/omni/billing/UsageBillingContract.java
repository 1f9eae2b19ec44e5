package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import omni.billing.CustomerReading.Present;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments.NewCustomer;
import omni.billing.UsageBilling.NewMetering;
import omni.billing.UsageBilling.UsageTotal;
import omni.billing.UsageInvoice.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link UsageBilling} guarantees, whatever stands behind it. */
public abstract class UsageBillingContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** The provider's side of the port: what operators and time do there, and its bad days. */
    public interface Provider {
        UsageBilling usageBilling();

        /** The port to the same customers. */
        Payments payments();

        Instant now();

        /** How far its clock may be from {@link #now}. */
        default Duration clockTolerance() {
            return Duration.ZERO;
        }

        /** Gives a test up where the catalog may be there before it. */
        default void assumeNoCatalog() {}

        void advance(Duration time);

        /** An operator brings the catalog. */
        void sync();

        void deleteCustomer(String customerId);

        /** An operator ends a subscription, with an invoice of its usage up to now. */
        void endWithInvoice(String subscriptionId);

        /** An operator writes an invoice by mail for something else; answers its id. */
        String otherInvoice(String customerId);

        /** An operator voids an invoice that is final. */
        void voidInvoice(String invoiceId);

        /** From now on requests take effect, but no answer comes back. */
        void loseAnswers();

        /** From now on requests do not even arrive. */
        void goDown();

        void recover();
    }

    /** A provider without customers and catalog, new for each test. */
    protected abstract Provider provider();

    // Subscriptions

    @ParameterizedTest
    @EnumSource
    void aMeteringSubscriptionIsSeenAtItsCustomerAndIsNoFact(CollectionMethod collection) {
        var customer = syncedCustomer();

        var begun = subscribe(customer, collection, "m1");

        assertThat(begun)
                .isEqualTo(new MeteringSubscription(begun.id(), true, collection, begun.createdAt(), Instant.MAX));
        assertThat(begun.createdAt())
                .isCloseTo(provider().now(), within(provider().clockTolerance()));
        var reading = present(customer);
        assertThat(reading.metering()).containsExactly(begun);
        assertThat(reading.subscriptions()).isEmpty();
        assertThat(reading.strangers()).isEmpty();
        assertThat(reading.owedInvoices()).isEmpty();
    }

    @Test
    void theSameKeyGivesTheSameSubscriptionAndOnlyOne() {
        var customer = syncedCustomer();
        var first = subscribe(customer, CollectionMethod.CARD, "m1");

        assertThat(subscribe(customer, CollectionMethod.CARD, "m1")).isEqualTo(first);
        assertRefused(usage().subscribe(metering(customer, CollectionMethod.INVOICE), "m1"), Reason.KEY_REUSED);
        assertThat(present(customer).metering()).containsExactly(first);
    }

    @Test
    void withoutTheCatalogNoneBeginsAndTheSameKeyBeginsItLater() {
        provider().assumeNoCatalog();
        var customer = customer("org_acme");

        assertRefused(usage().subscribe(metering(customer, CollectionMethod.CARD), "m1"), Reason.NOT_SYNCED);
        assertRefused(usage().readMeter(customer, minute(provider().now()), month().end()), Reason.NOT_SYNCED);

        provider().sync();
        subscribe(customer, CollectionMethod.CARD, "m1");
    }

    @Test
    void noneBeginsForACustomerThatIsNotThereOrCannotBeMailed() {
        var customer = syncedCustomer();
        var bare = valueOf(payments()
                .createCustomer(new NewCustomer("org_bare", Optional.empty(), Optional.empty()), "bare:customer:1"));
        provider().deleteCustomer(customer);

        assertRefused(usage().subscribe(metering(customer, CollectionMethod.CARD), "m1"), Reason.MISSING);
        assertRefused(usage().subscribe(metering("cus_never", CollectionMethod.CARD), "m2"), Reason.MISSING);
        assertRefused(usage().subscribe(metering(bare, CollectionMethod.INVOICE), "m3"), Reason.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32 + 31})
    void noneBeginsWithAnAnchorThatIsPastOrMonthsAway(int days) {
        var customer = syncedCustomer();
        var anchor =
                InvoicePeriod.at(provider().now().plus(Duration.ofDays(days))).start();

        assertRefused(
                usage().subscribe(new NewMetering("org_acme", customer, anchor, CollectionMethod.CARD), "m1"),
                Reason.INVALID);
        assertThat(present(customer).metering()).isEmpty();
    }

    @Test
    void howItIsCollectedCanBeChangedWhileItLives() {
        var customer = syncedCustomer();
        var begun = subscribe(customer, CollectionMethod.CARD, "m1");

        var mailed = valueOf(usage().collectBy(begun.id(), CollectionMethod.INVOICE, "k1"));
        assertThat(mailed)
                .isEqualTo(new MeteringSubscription(
                        begun.id(), true, CollectionMethod.INVOICE, begun.createdAt(), Instant.MAX));
        assertThat(present(customer).metering()).containsExactly(mailed);
        assertThat(valueOf(usage().collectBy(begun.id(), CollectionMethod.CARD, "k2")))
                .isEqualTo(begun);

        usage().end(begun.id(), "e1");
        assertThat(usage().collectBy(begun.id(), CollectionMethod.INVOICE, "k3"))
                .isInstanceOf(Refused.class);
        assertRefused(usage().collectBy("sub_never", CollectionMethod.INVOICE, "k4"), Reason.MISSING);
    }

    @Test
    void oneThatIsEndedIsInvoicedNoMore() {
        var customer = syncedCustomer();
        var begun = subscribe(customer, CollectionMethod.CARD, "m1");
        provider().advance(HOUR);
        report(customer, 500, provider().now());

        var ended = valueOf(usage().end(begun.id(), "e1"));

        assertThat(ended)
                .isEqualTo(new MeteringSubscription(
                        begun.id(),
                        false,
                        CollectionMethod.CARD,
                        begun.createdAt(),
                        provider().now()));
        provider().advance(HOUR);
        assertThat(valueOf(usage().end(begun.id(), "e2"))).isEqualTo(ended);
        assertThat(present(customer).metering()).containsExactly(ended);
        afterTheMonth(Duration.ofHours(2));
        assertThat(invoices(customer)).isEmpty();
        assertRefused(usage().end("sub_never", "e3"), Reason.MISSING);
    }

    @Test
    void itEndsWithItsCustomer() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");

        provider().deleteCustomer(customer);
        afterTheMonth(Duration.ofHours(2));

        assertThat(invoices(customer)).isEmpty();
    }

    // The meter

    @Test
    void ofTheTotalsOfAMonthTheLatestCountsInWhateverOrderTheyCome() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var start = provider().now();
        provider().advance(HOUR);

        report(customer, 200, start.plusSeconds(200));
        report(customer, 300, start.plusSeconds(300));
        report(customer, 100, start.plusSeconds(100));
        afterTheMonth(Duration.ofMinutes(1));

        assertThat(invoices(customer)).extracting(UsageInvoice::usageAmount).containsExactly(new Money(300));
    }

    @Test
    void aLaterTotalMayBeLower() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var start = provider().now();
        provider().advance(HOUR);
        report(customer, 900, start.plusSeconds(1));
        report(customer, 0, start.plusSeconds(2));
        afterTheMonth(Duration.ofMinutes(1));

        assertThat(invoices(customer)).extracting(UsageInvoice::usageAmount).containsExactly(Money.ZERO);
    }

    @Test
    void oneIdentifierCountsOnceAndIsOfOneTotal() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        provider().advance(HOUR);
        var total = new UsageTotal(
                "org_acme:2026-05:1", customer, new Money(700), provider().now());

        assertThat(valueOf(usage().report(total, total.identifier()))).isEqualTo(total);
        assertThat(valueOf(usage().report(total, total.identifier()))).isEqualTo(total);
        var other = new UsageTotal(total.identifier(), customer, new Money(800), total.at());
        assertRefused(usage().report(other, other.identifier()), Reason.KEY_REUSED);

        assertThat(readMeter(customer)).isEqualTo(new Money(700));
    }

    @Test
    void totalsCountFromTheSecondAfterTheSubscriptionBegan() {
        var customer = syncedCustomer();
        provider().advance(HOUR);
        var begun = provider().now();
        report(customer, 100, begun.minusSeconds(1));
        subscribe(customer, CollectionMethod.CARD, "m1");
        afterTheMonth(Duration.ofMinutes(1));
        assertThat(only(customer).usageAmount()).isEqualTo(Money.ZERO);

        report(customer, 300, begun.plusSeconds(1));
        assertThat(only(customer).usageAmount()).isEqualTo(new Money(300));
    }

    @Test
    void theMeterTellsTheLatestTotalBetweenTwoMinutesAndNothingForNone() {
        var customer = syncedCustomer();
        var other = customer("org_other");
        subscribe(customer, CollectionMethod.CARD, "m1");
        var start = provider().now();
        provider().advance(HOUR);
        report(customer, 100, start.plusSeconds(60));
        report(customer, 200, start.plusSeconds(119));
        report(customer, 300, start.plusSeconds(120));

        assertThat(valueOf(usage().readMeter(customer, start.plusSeconds(60), start.plusSeconds(120))))
                .isEqualTo(new Money(200));
        assertThat(valueOf(usage().readMeter(customer, start, start.plusSeconds(60))))
                .isEqualTo(Money.ZERO);
        assertThat(readMeter(customer)).isEqualTo(new Money(300));
        assertThat(readMeter(other)).isEqualTo(Money.ZERO);
    }

    // Invoices

    @Test
    void theEndOfTheMonthBringsADraftThatClosesIt() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var month = month();
        provider().advance(HOUR);
        report(customer, 1_234_567, provider().now());
        assertThat(invoices(customer)).isEmpty();

        afterTheMonth(Duration.ZERO);

        var draft = only(customer);
        assertThat(draft)
                .isEqualTo(
                        new UsageInvoice(draft.id(), customer, month, true, Status.DRAFT, new Money(1_234_567), false));
        assertThat(valueOf(usage().invoice(draft.id()))).contains(draft);
    }

    @Test
    void aMonthWithoutUsageIsInvoicedAsNothing() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        afterTheMonth(HOUR);

        assertThat(only(customer))
                .returns(Money.ZERO, UsageInvoice::usageAmount)
                .returns(true, UsageInvoice::closing)
                .returns(Status.FINAL, UsageInvoice::status);
    }

    @Test
    void aDraftFollowsLaterTotalsOfItsMonthForAnHourAndIsThenFinal() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var end = month().end();
        afterTheMonth(Duration.ofMinutes(59));

        report(customer, 500, end.minusSeconds(2));
        report(customer, 9, end);
        assertThat(only(customer))
                .returns(new Money(500), UsageInvoice::usageAmount)
                .returns(Status.DRAFT, UsageInvoice::status);

        provider().advance(Duration.ofMinutes(1));
        report(customer, 600, end.minusSeconds(1));
        assertThat(only(customer))
                .returns(new Money(500), UsageInvoice::usageAmount)
                .returns(Status.FINAL, UsageInvoice::status)
                .returns(false, UsageInvoice::onHold);
    }

    @Test
    void aHeldDraftWaitsForItsReleaseAndBillsWhatIsToldUntilThen() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var end = month().end();
        afterTheMonth(Duration.ofMinutes(1));
        var draft = only(customer);

        var held = valueOf(usage().hold(draft.id(), "h1"));
        assertThat(held).returns(true, UsageInvoice::onHold).returns(Status.DRAFT, UsageInvoice::status);
        provider().advance(Duration.ofDays(2));
        report(customer, 700, end.minusSeconds(1));
        assertThat(only(customer))
                .returns(true, UsageInvoice::onHold)
                .returns(Status.DRAFT, UsageInvoice::status)
                .returns(new Money(700), UsageInvoice::usageAmount);
        assertThat(valueOf(usage().describe(draft.id(), "Calls, and 1.00 USD from May", "d1")))
                .isEqualTo(only(customer));

        var released = valueOf(usage().release(draft.id(), "r1"));
        assertThat(released)
                .isEqualTo(new UsageInvoice(
                        draft.id(), customer, draft.period(), true, Status.FINAL, new Money(700), false));
        report(customer, 800, end.minusSeconds(1));
        assertThat(only(customer)).isEqualTo(released);
    }

    @Test
    void whatIsFinalIsAnsweredAsItIsWhoeverWantsToChangeIt() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        afterTheMonth(HOUR);
        var last = only(customer);

        assertThat(valueOf(usage().hold(last.id(), "h1"))).isEqualTo(last);
        assertThat(valueOf(usage().describe(last.id(), "too late", "d1"))).isEqualTo(last);
        assertThat(valueOf(usage().release(last.id(), "r1"))).isEqualTo(last);
        assertThat(valueOf(usage().release(last.id(), "r2"))).isEqualTo(last);
        assertThat(only(customer)).isEqualTo(last);
    }

    @Test
    void eachMonthHasItsInvoiceAndTheNewestComesFirst() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        var first = month();
        afterTheMonth(Duration.ofMinutes(1));
        report(customer, 100, first.end().minusSeconds(1));
        report(customer, 20, first.end());
        var second = month();
        afterTheMonth(Duration.ofMinutes(1));

        assertThat(invoices(customer)).extracting(UsageInvoice::period).containsExactly(second, first);
        assertThat(invoices(customer))
                .extracting(UsageInvoice::usageAmount)
                .containsExactly(new Money(20), new Money(100));
        assertThat(valueOf(usage().invoices(customer, second.end())))
                .extracting(UsageInvoice::period)
                .containsExactly(second);
        assertThat(valueOf(usage().invoices(customer, second.end().plusSeconds(1))))
                .isEmpty();
    }

    @Test
    void theLastInvoiceOfOneThatWasEndedDoesNotCloseTheMonthAndTheNextOneBillsWhatWasToldSince() {
        var customer = syncedCustomer();
        var first = subscribe(customer, CollectionMethod.CARD, "m1");
        provider().advance(HOUR);
        report(customer, 100, provider().now());
        provider().advance(HOUR);
        provider().endWithInvoice(first.id());

        var cut = only(customer);
        assertThat(cut)
                .returns(month(), UsageInvoice::period)
                .returns(false, UsageInvoice::closing)
                .returns(new Money(100), UsageInvoice::usageAmount);

        provider().advance(HOUR);
        subscribe(customer, CollectionMethod.CARD, "m2");
        provider().advance(HOUR);
        report(customer, 40, provider().now());
        afterTheMonth(HOUR);
        assertThat(invoices(customer)).extracting(UsageInvoice::closing).containsExactly(true, false);
        assertThat(invoices(customer)).extracting(UsageInvoice::period).containsOnly(cut.period());
        assertThat(invoices(customer))
                .extracting(UsageInvoice::usageAmount)
                .containsExactly(new Money(40), new Money(100));
    }

    @Test
    void twoSubscriptionsBillTheSameTotalTwice() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        subscribe(customer, CollectionMethod.CARD, "m2");
        provider().advance(HOUR);
        report(customer, 100, provider().now());
        afterTheMonth(Duration.ofMinutes(1));

        assertThat(invoices(customer))
                .extracting(UsageInvoice::usageAmount)
                .containsExactly(new Money(100), new Money(100));
    }

    @Test
    void aVoidInvoiceStillSaysWhatItBilled() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        provider().advance(HOUR);
        report(customer, 50_000_000, provider().now());
        afterTheMonth(HOUR);
        var last = only(customer);

        provider().voidInvoice(last.id());

        assertThat(only(customer)).isEqualTo(last);
    }

    @Test
    void anInvoiceOfSomethingElseIsNoneAndIsLeftAlone() {
        var customer = syncedCustomer();
        var other = provider().otherInvoice(customer);

        assertThat(invoices(customer)).isEmpty();
        for (var id : List.of(other, "in_never")) {
            assertThat(valueOf(usage().invoice(id))).isEmpty();
            assertRefused(usage().release(id, "release:" + id), Reason.MISSING);
            assertRefused(usage().hold(id, "hold:" + id), Reason.MISSING);
            assertRefused(usage().describe(id, "x", "describe:" + id), Reason.MISSING);
        }
    }

    @Test
    void theDraftOfADeletedCustomerStaysOne() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        afterTheMonth(Duration.ofMinutes(1));
        provider().deleteCustomer(customer);
        provider().advance(HOUR.multipliedBy(2));

        var draft = only(customer);
        assertThat(draft.status()).isEqualTo(Status.DRAFT);
        assertRefused(usage().release(draft.id(), "r1"), Reason.INVALID);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "m1");
        afterTheMonth(Duration.ofMinutes(1));
        var draft = only(customer);

        assertThat(usage().describe(draft.id(), "x".repeat(UsageBilling.TEXT_LENGTH), "d1"))
                .isInstanceOf(Done.class);
        assertRefused(usage().describe(draft.id(), "x".repeat(UsageBilling.TEXT_LENGTH + 1), "d2"), Reason.INVALID);
    }

    // Bad days

    @Test
    void aLostAnswerIsUnavailableAndTheSameRequestFindsWhatWasDone() {
        var customer = syncedCustomer();
        subscribe(customer, CollectionMethod.CARD, "warm");
        var metering = metering(customer, CollectionMethod.CARD);
        var total = new UsageTotal("once", customer, new Money(5), month().end().minusSeconds(1));
        provider().loseAnswers();
        assertThat(usage().subscribe(metering, "m1")).isInstanceOf(Unavailable.class);
        provider().recover();
        assertThat(present(customer).metering()).hasSize(2);
        var second = valueOf(usage().subscribe(metering, "m1"));
        assertThat(present(customer).metering()).hasSize(2);
        usage().end(second.id(), "e1");

        afterTheMonth(Duration.ofMinutes(1));
        provider().loseAnswers();
        assertThat(usage().report(total, total.identifier())).isInstanceOf(Unavailable.class);
        provider().recover();
        assertThat(only(customer).usageAmount()).isEqualTo(new Money(5));
        assertThat(usage().report(total, total.identifier())).isEqualTo(new Done<>(total));

        var draft = only(customer);
        provider().loseAnswers();
        assertThat(usage().release(draft.id(), "r1")).isInstanceOf(Unavailable.class);
        provider().recover();
        assertThat(valueOf(usage().release(draft.id(), "r1")).status()).isEqualTo(Status.FINAL);
        assertThat(valueOf(usage().release(draft.id(), "r1"))).isEqualTo(only(customer));
    }

    @Test
    void aProviderThatIsDownIsUnavailableForEveryRequestAndNothingHappens() {
        var customer = syncedCustomer();
        var begun = subscribe(customer, CollectionMethod.CARD, "m1");
        var end = month().end();
        var metering = metering(customer, CollectionMethod.CARD);
        afterTheMonth(Duration.ofMinutes(1));
        var draft = only(customer);
        provider().goDown();

        var requests = List.of(
                usage().subscribe(metering, "m2"),
                usage().collectBy(begun.id(), CollectionMethod.INVOICE, "k1"),
                usage().end(begun.id(), "e1"),
                usage().report(new UsageTotal("t1", customer, new Money(9), end.minusSeconds(1)), "t1"),
                usage().readMeter(customer, end, end.plus(HOUR)),
                usage().invoices(customer, Instant.EPOCH),
                usage().invoice(draft.id()),
                usage().hold(draft.id(), "h1"),
                usage().describe(draft.id(), "x", "d1"),
                usage().release(draft.id(), "r1"));

        assertThat(requests).allSatisfy(request -> assertThat(request).isInstanceOf(Unavailable.class));
        provider().recover();
        assertThat(present(customer).metering()).containsExactly(begun);
        assertThat(only(customer)).isEqualTo(draft);
    }

    // Steps

    private String syncedCustomer() {
        provider().sync();
        return customer("org_acme");
    }

    private String customer(String organization) {
        var address = Optional.of("ada@acme.test");
        return valueOf(payments()
                .createCustomer(
                        new NewCustomer(organization, address, Optional.empty()), organization + ":customer:1"));
    }

    private MeteringSubscription subscribe(String customer, CollectionMethod collection, String key) {
        return valueOf(usage().subscribe(metering(customer, collection), key));
    }

    private NewMetering metering(String customer, CollectionMethod collection) {
        return new NewMetering("org_acme", customer, month().end(), collection);
    }

    private void report(String customer, long microDollars, Instant at) {
        var total = new UsageTotal(at + ":" + microDollars, customer, new Money(microDollars), at);
        assertThat(usage().report(total, total.identifier())).isEqualTo(new Done<>(total));
    }

    private Money readMeter(String customer) {
        return valueOf(usage().readMeter(customer, month().start(), month().end()));
    }

    private void afterTheMonth(Duration by) {
        provider().advance(Duration.between(provider().now(), month().end().plus(by)));
    }

    private InvoicePeriod month() {
        return InvoicePeriod.at(provider().now());
    }

    private static Instant minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }

    private List<UsageInvoice> invoices(String customer) {
        return valueOf(usage().invoices(customer, Instant.EPOCH));
    }

    private UsageInvoice only(String customer) {
        var all = invoices(customer);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Present present(String customer) {
        return (Present) valueOf(payments().readCustomer(customer));
    }

    private UsageBilling usage() {
        return provider().usageBilling();
    }

    private Payments payments() {
        return provider().payments();
    }

    private static <T> T valueOf(PaymentOutcome<T> outcome) {
        return switch (outcome) {
            case Done<T>(var value) -> value;
            case Refused<T> refused -> throw new AssertionError(refused);
            case Unavailable<T> unavailable -> throw new AssertionError(unavailable);
        };
    }

    private static void assertRefused(PaymentOutcome<?> outcome, Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
