package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscription's life: paid on the checkout page, renewed by time, changed on the portal's page. */
class SubscriptionsTest {

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    private String customer = "";

    @BeforeEach
    void catalog() throws Exception {
        Catalog.bring(sandbox);
        customer = sandbox.customer("ada@acme.test");
    }

    @Test
    void theCheckoutPageSaysThePriceAndTheFirstInvoiceIsPaid() throws Exception {
        var session = sandbox.checkout(customer, "acme_personal_month");
        assertThat(sandbox.get("/pay/" + session).body())
                .contains("Subscribe to Personal", "$55.00 per month", "href=\"https://acme.test/back\"")
                .doesNotContain("{{", "_price");

        assertThat(sandbox.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);

        var done = sandbox.stripe.checkout().sessions().retrieve(session);
        assertThat(done.getStatus()).isEqualTo("complete");
        assertThat(done.getPaymentStatus()).isEqualTo("paid");
        var subscription = sandbox.stripe.subscriptions().retrieve(done.getSubscription());
        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getMetadata()).containsEntry("orgId", "org_1");
        var invoice = sandbox.stripe.invoices().retrieve(done.getInvoice());
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getAmountPaid()).isEqualTo(5_500L);
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(subscription.getId());
        assertThat(invoice.getLines().getData()).hasSize(1);
        assertThat(sandbox.types())
                .endsWith(
                        "payment_method.attached",
                        "customer.subscription.created",
                        "invoice.created",
                        "invoice.finalized",
                        "charge.succeeded",
                        "invoice.paid",
                        "invoice.payment_succeeded",
                        "checkout.session.completed");
        assertThat(sandbox.get("/pay/" + session).body()).contains("You are subscribed");
    }

    @Test
    void aDeclinedCardBeginsNothing() throws Exception {
        var session = sandbox.checkout(customer, "acme_personal_month");

        for (var number : List.of("4000000000000002", Sandbox.CHARGES_FAIL)) {
            assertThat(sandbox.payPage(session, number).statusCode()).isEqualTo(402);
        }

        assertThat(subscriptions()).isEmpty();
        assertThat(sandbox.stripe.customers().paymentMethods().list(customer).getData())
                .isEmpty();
        assertThat(sandbox.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);
        assertThat(subscriptions()).hasSize(1);
    }

    @Test
    void onePageIsPaidOnceWhateverItIsSent() throws Exception {
        var session = sandbox.checkout(customer, "acme_team_year");
        sandbox.payPage(session, Sandbox.GOOD_CARD);

        assertThat(sandbox.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(200);
        assertThat(subscriptions()).hasSize(1);
        assertThat(sandbox.invoices(customer)).hasSize(1);
    }

    @Test
    void itIsRenewedMonthByMonth() throws Exception {
        subscribe("acme_personal_month");
        sandbox.pass(Duration.ofDays(63));
        sandbox.pass(Duration.ofHours(1));

        assertThat(sandbox.invoices(customer))
                .hasSize(3)
                .allMatch(invoice -> invoice.getStatus().equals("paid"));
        var item = subscriptions().getFirst().getItems().getData().getFirst();
        assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-08-01T12:00:00Z");
    }

    @Test
    void aFailedRenewalIsTriedAgainAndAnotherCardPaysIt() throws Exception {
        subscribe("acme_personal_month");
        var portal = portal();
        assertThat(changeCard(portal, Sandbox.CHARGES_FAIL).statusCode()).isEqualTo(303);
        sandbox.pass(Duration.ofDays(31));
        sandbox.pass(Duration.ofHours(1));
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("past_due");
        assertThat(sandbox.invoices(customer).getFirst())
                .returns("open", Invoice::getStatus)
                .returns(true, Invoice::getAttempted)
                .returns(1L, Invoice::getAttemptCount);

        sandbox.pass(Duration.ofDays(3));
        assertThat(sandbox.invoices(customer).getFirst().getAttemptCount()).isEqualTo(2L);

        assertThat(changeCard(portal(), Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);
        sandbox.pass(Duration.ofDays(5));
        assertThat(sandbox.invoices(customer).getFirst().getStatus()).isEqualTo("paid");
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("active");
        assertThat(sandbox.types()).contains("invoice.payment_failed", "customer.updated", "payment_method.detached");
    }

    @Test
    void afterTheLastAttemptItIsUnpaid() throws Exception {
        subscribe("acme_personal_year");
        changeCard(portal(), Sandbox.CHARGES_FAIL);
        sandbox.pass(Duration.ofDays(365));
        sandbox.pass(Duration.ofHours(1));
        for (var days : List.of(3, 5, 7)) {
            sandbox.pass(Duration.ofDays(days));
        }

        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("unpaid");
        assertThat(sandbox.invoices(customer).getFirst())
                .returns(4L, Invoice::getAttemptCount)
                .returns(null, Invoice::getNextPaymentAttempt);
    }

    @Test
    void thePortalChangesThePlanCancelsResumesAndEndsIt() throws Exception {
        var subscription = subscribe("acme_personal_month").getId();
        var portal = portal();
        assertThat(sandbox.get(portal).body())
                .contains("Personal, $55.00 per month", "Change to Team, $239.00 per month", "visa ending in 4242")
                .contains("href=\"https://acme.test/billing\"", "ada@acme.test")
                .doesNotContain("{{");

        sandbox.post(portal, "action", "plan", "subscription", subscription, "price", sandbox.price("acme_team_month"));
        assertThat(subscriptions()
                        .getFirst()
                        .getItems()
                        .getData()
                        .getFirst()
                        .getPrice()
                        .getLookupKey())
                .isEqualTo("acme_team_month");

        sandbox.post(portal, "action", "cancel", "subscription", subscription);
        assertThat(subscriptions().getFirst().getCancelAtPeriodEnd()).isFalse();
        assertThat(Instant.ofEpochSecond(subscriptions().getFirst().getCancelAt()))
                .isEqualTo("2026-06-01T12:00:00Z");
        assertThat(sandbox.get(portal).body()).contains("Keep the plan", "Ends on 2026-06-01");

        sandbox.post(portal, "action", "resume", "subscription", subscription);
        assertThat(subscriptions().getFirst().getCancelAt()).isNull();

        sandbox.post(portal, "action", "cancel", "subscription", subscription);
        sandbox.pass(Duration.ofDays(31));
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("canceled");
        assertThat(sandbox.types()).endsWith("customer.subscription.deleted");
        assertThat(sandbox.invoices(customer))
                .as("none for the period that never began, the difference for the one that ended")
                .extracting(Invoice::getTotal)
                .containsExactly(23_900L - 5_500, 5_500L);
        assertThat(sandbox.post(portal(), "action", "cancel_now", "subscription", subscription)
                        .statusCode())
                .isEqualTo(422);
        assertThat(sandbox.get(portal()).body()).contains("You have no plan");
    }

    @Test
    void aChangeWithinThePeriodIsChargedWithTheNextInvoiceAndAnotherIntervalAtOnce() throws Exception {
        var subscription = subscribe("acme_personal_month").getId();
        sandbox.clock.advance(Duration.ofHours(31 * 12));
        sandbox.post(
                portal(), "action", "plan", "subscription", subscription, "price", sandbox.price("acme_team_month"));
        assertThat(sandbox.invoices(customer)).hasSize(1);

        sandbox.pass(Duration.ofHours(31 * 12));
        assertThat(sandbox.invoices(customer).getFirst().getTotal()).isEqualTo(23_900 + (23_900 - 5_500) / 2);

        sandbox.post(
                portal(), "action", "plan", "subscription", subscription, "price", sandbox.price("acme_team_year"));
        assertThat(sandbox.invoices(customer)).hasSize(3);
        assertThat(sandbox.invoices(customer).getFirst().getTotal()).isEqualTo(238_800 - 23_900);
    }

    @Test
    void aPortalPageIsGoodForAnHour() throws Exception {
        var portal = portal();
        sandbox.clock.advance(Duration.ofHours(1));

        assertThat(sandbox.get(portal).statusCode()).isEqualTo(410);
        assertThat(changeCard(portal, Sandbox.GOOD_CARD).statusCode()).isEqualTo(410);
        assertThat(sandbox.get("/portal/bps_never").statusCode()).isEqualTo(404);
    }

    @Test
    void aDeletedCustomersSubscriptionEndsAndItsOpenPageCannotBePaid() throws Exception {
        subscribe("acme_team_year");
        var page = sandbox.checkout(customer, "acme_team_year");

        sandbox.simulator.deleteCustomer(customer);

        assertThat(sandbox.types()).contains("customer.subscription.deleted").endsWith("customer.deleted");
        assertThat(sandbox.payPage(page, Sandbox.GOOD_CARD).statusCode()).isEqualTo(410);
    }

    private Subscription subscribe(String lookupKey) throws Exception {
        assertThat(sandbox.payPage(sandbox.checkout(customer, lookupKey), Sandbox.GOOD_CARD)
                        .statusCode())
                .isEqualTo(303);
        return subscriptions().getFirst();
    }

    /** The path of a new portal page. */
    private String portal() throws Exception {
        var configuration = sandbox.stripe.billingPortal().configurations().list();
        var params = com.stripe.param.billingportal.SessionCreateParams.builder()
                .setCustomer(customer)
                .setConfiguration(configuration.getData().getFirst().getId())
                .setReturnUrl("https://acme.test/billing");
        return "/portal/"
                + sandbox.stripe
                        .billingPortal()
                        .sessions()
                        .create(params.build())
                        .getId();
    }

    private HttpResponse<String> changeCard(String portal, String number) {
        return sandbox.post(portal, "action", "card", "number", number, "expiry", "12/34", "cvc", "123");
    }

    private List<Subscription> subscriptions() throws Exception {
        var all = SubscriptionListParams.builder().setCustomer(customer).setStatus(SubscriptionListParams.Status.ALL);
        return sandbox.stripe.subscriptions().list(all.build()).getData();
    }
}
