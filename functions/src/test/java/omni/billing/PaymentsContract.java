package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.billing.CustomerReading.Deleted;
import omni.billing.CustomerReading.Present;
import omni.billing.CustomerReading.Unknown;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments.CheckoutPage;
import omni.billing.Payments.CheckoutStatus;
import omni.billing.Payments.NewCustomer;
import omni.billing.Payments.PortalVisit;
import omni.billing.Payments.SetupCheckout;
import omni.billing.Payments.SubscriptionCheckout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link Payments} guarantees, whatever stands behind it. */
public abstract class PaymentsContract {

    private static final NewCustomer ACME =
            new NewCustomer("org_acme", Optional.of("ada@acme.test"), Optional.of("Acme"));

    /** The provider's side of the port: what customers and operators do there, and its bad days. */
    public interface Provider {
        Payments payments();

        Instant now();

        /** How far its clock may be from {@link #now}. */
        default Duration clockTolerance() {
            return Duration.ZERO;
        }

        /** Gives a test up where the catalog may be there before it. */
        default void assumeNoCatalog() {}

        void advance(Duration time);

        /** The customer fills in the hosted page. */
        void complete(String checkoutId);

        String attachCard(String customerId);

        void detachCard(String cardId);

        void deleteCustomer(String customerId);

        /** An operator brings the catalog. */
        void sync();

        /** An operator ends a subscription now. */
        void cancel(String subscriptionId);

        /** An operator writes an invoice by mail that is due later; answers its id. */
        String invoice(String customerId, Duration due);

        /** The customer contests a payment at the bank; answers the dispute's id. */
        String dispute(String customerId);

        /** The charge that a dispute is about. */
        String chargeOf(String disputeId);

        /** The bank decides for the customer, or for us. */
        void closeDispute(String disputeId, boolean lost);

        /** An invoice is paid. */
        void settle(String invoiceId);

        int customers();

        /** From now on requests take effect, but no answer comes back. */
        void loseAnswers();

        /** From now on requests do not even arrive. */
        void goDown();

        void recover();
    }

    /** A provider without customers, new for each test. */
    protected abstract Provider provider();

    @Test
    void aNewCustomerIsReadBackWithItsOrganizationAndWithoutACard() {
        var customer = createCustomer(ACME, "org_acme:customer:1");
        var created = present(customer).createdAt();

        assertNow(created);
        assertThat(read(customer))
                .isEqualTo(new Present(
                        customer,
                        Optional.of("org_acme"),
                        Optional.of("ada@acme.test"),
                        Optional.of("Acme"),
                        created,
                        false,
                        Optional.empty(),
                        false,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        TaxStanding.NOT_NEEDED));
    }

    @Test
    void aCustomerNeedsNoAddressAndNoName() {
        var customer =
                createCustomer(new NewCustomer("org_bare", Optional.empty(), Optional.empty()), "org_bare:customer:1");

        assertThat(read(customer))
                .asInstanceOf(type(Present.class))
                .returns(Optional.empty(), Present::email)
                .returns(Optional.empty(), Present::name);
    }

    @Test
    void theSameKeyGivesTheSameCustomerAndOnlyOne() {
        var first = createCustomer(ACME, "org_acme:customer:1");
        var again = createCustomer(ACME, "org_acme:customer:1");

        assertThat(again).isEqualTo(first);
        assertThat(provider().customers()).isEqualTo(1);
    }

    @Test
    void aKeyUsedForSomethingElseIsRefused() {
        createCustomer(ACME, "org_acme:customer:1");

        var other = new NewCustomer("org_other", Optional.empty(), Optional.empty());
        assertRefused(payments().createCustomer(other, "org_acme:customer:1"), Reason.KEY_REUSED);
        assertThat(provider().customers()).isEqualTo(1);
    }

    @Test
    void aSetupPageIsOpenForADayAndTheSameKeyGivesTheSamePage() {
        var checkout = setupOf(createCustomer(ACME, "c1"));

        var page = openSetup(checkout, "s1");

        assertNow(page.expiresAt().minus(Duration.ofDays(1)));
        assertThat(page.livemode()).isFalse();
        assertThat(openSetup(checkout, "s1")).isEqualTo(page);
        assertThat(openSetup(checkout, "s2").id()).isNotEqualTo(page.id());
    }

    @Test
    void aCompletedSetupPutsACardOnFile() {
        var customer = createCustomer(ACME, "c1");
        var page = openSetup(setupOf(customer), "s1");

        provider().complete(page.id());

        assertThat(cardOnFile(customer)).isTrue();
    }

    @Test
    void aCardIsChargedOnceItIsMadeTheOneToBeChargedUntilItIsDetached() {
        var customer = createCustomer(ACME, "c1");
        var one = provider().attachCard(customer);
        assertThat(unusedCard(customer)).contains(one);
        provider().advance(Duration.ofSeconds(1));
        var two = provider().attachCard(customer);
        assertThat(unusedCard(customer)).as("the newest").contains(two);

        assertThat(payments().chargeBy(customer, two, "card:2")).isEqualTo(new Done<>(customer));
        assertThat(payments().chargeBy(customer, two, "card:2")).isEqualTo(new Done<>(customer));
        assertThat(unusedCard(customer)).isEmpty();

        provider().detachCard(two);
        assertThat(unusedCard(customer)).contains(one);
        provider().detachCard(one);
        assertThat(unusedCard(customer)).isEmpty();
        assertThat(payments().chargeBy(customer, one, "card:1"))
                .as("it is attached to nobody")
                .isInstanceOf(Refused.class);
    }

    private Optional<String> unusedCard(String customer) {
        return read(customer) instanceof Present present ? present.unusedCard() : Optional.empty();
    }

    @Test
    void aCardIsOnFileUntilTheLastOneIsDetached() {
        var customer = createCustomer(ACME, "c1");
        var one = provider().attachCard(customer);
        var two = provider().attachCard(customer);

        provider().detachCard(one);
        assertThat(cardOnFile(customer)).isTrue();

        provider().detachCard(two);
        assertThat(cardOnFile(customer)).isFalse();
    }

    @Test
    void anOpenPageExpiresOnceAndStaysExpired() {
        var page = openSetup(setupOf(createCustomer(ACME, "c1")), "s1");

        assertThat(payments().expireCheckout(page.id(), "x1")).isEqualTo(new Done<>(CheckoutStatus.EXPIRED));
        assertThat(payments().expireCheckout(page.id(), "x1")).isEqualTo(new Done<>(CheckoutStatus.EXPIRED));
        assertThat(payments().expireCheckout(page.id(), "x2")).isEqualTo(new Done<>(CheckoutStatus.EXPIRED));
    }

    @Test
    void aPageThatExpiredByItselfIsExpired() {
        var page = openSetup(setupOf(createCustomer(ACME, "c1")), "s1");

        provider().advance(Duration.ofDays(1));

        assertThat(payments().expireCheckout(page.id(), "x1")).isEqualTo(new Done<>(CheckoutStatus.EXPIRED));
    }

    @Test
    void aPageTheCustomerFinishedFirstIsCompleteAndKeepsItsCard() {
        var customer = createCustomer(ACME, "c1");
        var page = openSetup(setupOf(customer), "s1");
        provider().complete(page.id());

        assertThat(payments().expireCheckout(page.id(), "x1")).isEqualTo(new Done<>(CheckoutStatus.COMPLETE));
        assertThat(cardOnFile(customer)).isTrue();
    }

    @Test
    void aPageThatNeverWasIsMissing() {
        assertRefused(payments().expireCheckout("cs_test_never", "x1"), Reason.MISSING);
    }

    @Test
    void aDeletedCustomerIsDeletedAndACustomerThatNeverWasIsUnknown() {
        var customer = createCustomer(ACME, "c1");
        provider().attachCard(customer);
        provider().deleteCustomer(customer);

        assertThat(read(customer)).isEqualTo(new Deleted(customer));
        assertThat(read("cus_never")).isEqualTo(new Unknown("cus_never"));
    }

    @Test
    void noPageOpensForACustomerThatIsNotThere() {
        var customer = createCustomer(ACME, "c1");
        provider().deleteCustomer(customer);

        assertRefused(payments().openSetup(setupOf(customer), "s1"), Reason.MISSING);
        assertRefused(payments().openSetup(setupOf("cus_never"), "s2"), Reason.MISSING);
    }

    @Test
    void aLostAnswerIsUnavailableAndTheSameKeyFindsWhatWasDone() {
        provider().loseAnswers();
        assertThat(payments().createCustomer(ACME, "c1")).isInstanceOf(Unavailable.class);
        provider().recover();

        assertThat(provider().customers()).isEqualTo(1);
        createCustomer(ACME, "c1");
        assertThat(provider().customers()).isEqualTo(1);
    }

    /** By its address, or by when it was made where it has none. */
    @Test
    void aCustomerThatIsThereIsFoundByItsOrganization() {
        var since = provider().now().minus(Duration.ofHours(1));
        var nameless = new NewCustomer("org_mute", Optional.empty(), Optional.empty());
        assertThat(valueOf(payments().findCustomer(ACME, since))).isEmpty();
        assertThat(valueOf(payments().findCustomer(nameless, since))).isEmpty();
        createCustomer(new NewCustomer("org_other", ACME.email(), ACME.name()), "c0");
        assertThat(valueOf(payments().findCustomer(ACME, since))).isEmpty();

        var acme = createCustomer(ACME, "c1");
        var mute = createCustomer(nameless, "c2");

        assertThat(valueOf(payments().findCustomer(ACME, since))).contains(acme);
        assertThat(valueOf(payments().findCustomer(nameless, since))).contains(mute);
        provider().deleteCustomer(acme);
        assertThat(valueOf(payments().findCustomer(ACME, since))).isEmpty();
    }

    @Test
    void thePagesThatWaitForACustomerSayByWhichKeyTheyWereOpened() {
        var customer = createCustomer(ACME, "c1");
        assertThat(valueOf(payments().openCheckouts("org_acme", customer))).isEmpty();
        var first = openSetup(setupOf(customer), "s1");
        var second = openSetup(setupOf(customer), "s2");
        var third = openSetup(setupOf(customer), "s3");
        provider().complete(first.id());
        payments().expireCheckout(second.id(), "x1");

        assertThat(valueOf(payments().openCheckouts("org_acme", customer)))
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.page()).contains(third);
                    assertThat(open.idempotencyKey().orElse("")).endsWith("s3");
                });
    }

    @Test
    void aProviderThatIsDownIsUnavailableForEveryRequestAndNothingHappens() {
        var customer = createCustomer(ACME, "c1");
        var page = openSetup(setupOf(customer), "s1");
        provider().goDown();

        assertThat(payments().readCustomer(customer)).isInstanceOf(Unavailable.class);
        assertThat(payments().createCustomer(ACME, "c2")).isInstanceOf(Unavailable.class);
        assertThat(payments().findCustomer(ACME, provider().now())).isInstanceOf(Unavailable.class);
        assertThat(payments().openCheckouts("org_acme", customer)).isInstanceOf(Unavailable.class);
        assertThat(payments().openSetup(setupOf(customer), "s2")).isInstanceOf(Unavailable.class);
        assertThat(payments().expireCheckout(page.id(), "x1")).isInstanceOf(Unavailable.class);
        assertThat(payments().priceOf(PlanKey.TEAM, BillingInterval.YEAR)).isInstanceOf(Unavailable.class);
        assertThat(payments().openPortal(portal(customer), "p1")).isInstanceOf(Unavailable.class);

        provider().recover();
        assertThat(provider().customers()).isEqualTo(1);
        provider().complete(page.id());
        assertThat(cardOnFile(customer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PERSONAL, MONTH, 2026-06-01T12:00:00Z",
        "PERSONAL, YEAR,  2027-05-01T12:00:00Z",
        "TEAM,     MONTH, 2026-06-01T12:00:00Z",
        "TEAM,     YEAR,  2027-05-01T12:00:00Z"
    })
    void aPaidPageBeginsTheSubscriptionOfItsPlan(PlanKey plan, BillingInterval interval, Instant periodEnd) {
        provider().sync();
        var customer = createCustomer(ACME, "c1");

        provider().complete(subscribing(customer, plan, interval, "s1").id());

        var reading = present(customer);
        assertThat(reading.isSubscribed()).isTrue();
        assertThat(reading.cardOnFile()).isTrue();
        assertThat(reading.strangers()).isEmpty();
        assertThat(reading.owedInvoices()).isEmpty();
        assertThat(reading.subscription().orElseThrow())
                .returns(plan, HeldSubscription::plan)
                .returns(SubscriptionStatus.ACTIVE, HeldSubscription::status)
                .returns(provider().now(), HeldSubscription::createdAt)
                .returns(provider().now(), HeldSubscription::periodStart)
                .returns(periodEnd, HeldSubscription::periodEnd)
                .returns(SubscriptionMarks.NONE, HeldSubscription::marks)
                .returns(valueOf(payments().priceOf(plan, interval)), HeldSubscription::priceId);
    }

    @Test
    void aSubscriptionPageIsOneForItsKeyAndCannotBePaidOnceItExpired() {
        provider().sync();
        var customer = createCustomer(ACME, "c1");
        var page = subscribing(customer, PlanKey.TEAM, BillingInterval.YEAR, "s1");

        assertThat(subscribing(customer, PlanKey.TEAM, BillingInterval.YEAR, "s1"))
                .isEqualTo(page);
        assertRefused(
                payments().openSubscription(subscription(customer, PlanKey.TEAM, BillingInterval.MONTH), "s1"),
                Reason.KEY_REUSED);
        assertThat(payments().expireCheckout(page.id(), "x1")).isEqualTo(new Done<>(CheckoutStatus.EXPIRED));
        assertThat(read(customer).isSubscribed()).isFalse();
    }

    @Test
    void withoutTheCatalogThereIsNeitherPriceNorPortal() {
        provider().assumeNoCatalog();
        var customer = createCustomer(ACME, "c1");

        assertRefused(payments().priceOf(PlanKey.TEAM, BillingInterval.YEAR), Reason.NOT_SYNCED);
        assertRefused(payments().openPortal(portal(customer), "p1"), Reason.NOT_SYNCED);

        provider().sync();
        assertThat(payments().priceOf(PlanKey.TEAM, BillingInterval.YEAR)).isInstanceOf(Done.class);
        assertThat(payments().openPortal(portal(customer), "p2")).isInstanceOf(Done.class);
    }

    @Test
    void thePortalOpensForACustomerThatIsThere() {
        provider().sync();
        var customer = createCustomer(ACME, "c1");

        var page = valueOf(payments().openPortal(portal(customer), "p1"));

        assertThat(page.livemode()).isFalse();
        assertThat(valueOf(payments().openPortal(portal(customer), "p1"))).isEqualTo(page);
        assertThat(valueOf(payments().openPortal(portal(customer), "p2"))).isNotEqualTo(page);
        provider().deleteCustomer(customer);
        assertRefused(payments().openPortal(portal(customer), "p3"), Reason.MISSING);
    }

    @Test
    void anEndedSubscriptionIsSeenAsEndedAndALaterOneCounts() {
        provider().sync();
        var customer = createCustomer(ACME, "c1");
        provider()
                .complete(subscribing(customer, PlanKey.TEAM, BillingInterval.YEAR, "s1")
                        .id());
        provider().cancel(present(customer).subscription().orElseThrow().id());

        assertThat(present(customer).isSubscribed()).isFalse();
        assertThat(present(customer).subscription().orElseThrow().status()).isEqualTo(SubscriptionStatus.CANCELED);

        provider()
                .complete(subscribing(customer, PlanKey.PERSONAL, BillingInterval.MONTH, "s2")
                        .id());
        assertThat(present(customer).subscription().orElseThrow().plan()).isEqualTo(PlanKey.PERSONAL);
    }

    @Test
    void ofTwoLiveSubscriptionsTheHigherPlanCounts() {
        provider().sync();
        var customer = createCustomer(ACME, "c1");
        provider()
                .complete(subscribing(customer, PlanKey.TEAM, BillingInterval.YEAR, "s1")
                        .id());
        provider().advance(Duration.ofSeconds(5));
        provider()
                .complete(subscribing(customer, PlanKey.PERSONAL, BillingInterval.MONTH, "s2")
                        .id());

        assertThat(present(customer).subscriptions()).hasSize(2);
        assertThat(present(customer).subscription().orElseThrow().plan()).isEqualTo(PlanKey.TEAM);
    }

    @Test
    void anInvoiceByMailIsUnpaidFromItsDueDateOnUntilItIsSettled() {
        var customer = createCustomer(ACME, "c1");
        var invoice = provider().invoice(customer, Duration.ofDays(3));
        var due = present(customer).owedInvoices().getFirst().dueAt().orElseThrow();

        assertNow(due.minus(Duration.ofDays(3)));
        assertThat(present(customer).delinquentSince(due)).isEmpty();
        assertThat(present(customer).delinquentSince(due.plusSeconds(1))).contains(due);

        provider().settle(invoice);
        assertThat(present(customer).delinquentSince(due.plusSeconds(1))).isEmpty();
    }

    private String paying(String key) {
        provider().sync();
        var customer = createCustomer(ACME, key);
        provider()
                .complete(subscribing(customer, PlanKey.PERSONAL, BillingInterval.MONTH, "page of " + key)
                        .id());
        return customer;
    }

    @Test
    void aDisputeIsReadOnceItIsLostAndNoneIsThatWasWon() {
        var customer = paying("c1");
        var dispute = provider().dispute(customer);
        assertThat(present(customer).lostDisputes()).isEmpty();

        provider().closeDispute(dispute, false);
        assertThat(present(customer).lostDisputes()).isEmpty();

        var other = paying("c2");
        var lost = provider().dispute(other);
        provider().closeDispute(lost, true);
        assertThat(present(other).lostDisputes()).containsExactly(lost);
        assertThat(present(customer).lostDisputes()).as("somebody else's").isEmpty();
    }

    @Test
    void aChargeLeadsToItsCustomer() {
        var customer = paying("c1");
        var charge = provider().chargeOf(provider().dispute(customer));

        assertThat(payments().customerOfCharge(charge)).isEqualTo(new Done<>(Optional.of(customer)));
        assertThat(payments().customerOfCharge("ch_never")).isEqualTo(new Done<>(Optional.empty()));
        provider().goDown();
        assertThat(payments().customerOfCharge(charge)).isInstanceOf(Unavailable.class);
    }

    @Test
    void noSubscriptionIsOpenedForAPriceOrCustomerThatIsNotThere() {
        provider().sync();
        var customer = createCustomer(ACME, "c1");
        var good = subscription(customer, PlanKey.TEAM, BillingInterval.YEAR);

        assertRefused(
                payments()
                        .openSubscription(
                                new SubscriptionCheckout(
                                        good.orgId(), customer, "none", good.successUrl(), good.cancelUrl()),
                                "s1"),
                Reason.MISSING);
        provider().deleteCustomer(customer);
        assertRefused(payments().openSubscription(good, "s2"), Reason.MISSING);
    }

    private CheckoutPage subscribing(String customer, PlanKey plan, BillingInterval interval, String key) {
        return valueOf(payments().openSubscription(subscription(customer, plan, interval), key));
    }

    private SubscriptionCheckout subscription(String customer, PlanKey plan, BillingInterval interval) {
        return new SubscriptionCheckout(
                "org_acme",
                customer,
                valueOf(payments().priceOf(plan, interval)),
                "https://acme.test/paid?s={CHECKOUT_SESSION_ID}",
                "https://acme.test/back");
    }

    private static PortalVisit portal(String customer) {
        return new PortalVisit(customer, "https://acme.test/billing");
    }

    private Present present(String customer) {
        return (Present) read(customer);
    }

    private void assertNow(Instant moment) {
        assertThat(moment).isCloseTo(provider().now(), within(provider().clockTolerance()));
    }

    private Payments payments() {
        return provider().payments();
    }

    private String createCustomer(NewCustomer customer, String key) {
        return valueOf(payments().createCustomer(customer, key));
    }

    private CheckoutPage openSetup(SetupCheckout checkout, String key) {
        return valueOf(payments().openSetup(checkout, key));
    }

    private CustomerReading read(String customer) {
        return valueOf(payments().readCustomer(customer));
    }

    private boolean cardOnFile(String customer) {
        return read(customer) instanceof Present present && present.cardOnFile();
    }

    private static SetupCheckout setupOf(String customer) {
        return new SetupCheckout(
                "org_acme", customer, "https://acme.test/paid?s={CHECKOUT_SESSION_ID}", "https://acme.test/back");
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
