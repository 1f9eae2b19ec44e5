package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscription's life: paid on the checkout page, renewed by time, changed on the portal's page. */
class SubscriptionsTest {

    private static final String GOOD = "4242424242424242";
    private static final String CHARGES_FAIL = "4000000000000341";

    private final Sandbox sandbox = new Sandbox();
    private String customer = "";

    @BeforeEach
    void catalog() throws Exception {
        Catalog.bring(sandbox.stripe);
        customer = sandbox.customer("ada@acme.test");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theCheckoutPageSaysThePriceAndTheFirstInvoiceIsPaid() throws Exception {
        var session = checkout("acme_personal_month");
        assertThat(sandbox.get("/pay/" + session.getId()).body())
                .contains("Subscribe to Personal", "$55.00 per month", "href=\"https://acme.test/back\"")
                .doesNotContain("{{", "_price");

        assertThat(pay(session.getId(), GOOD).statusCode()).isEqualTo(303);

        var done = sandbox.stripe.v1().checkout().sessions().retrieve(session.getId());
        assertThat(done.getStatus()).isEqualTo("complete");
        assertThat(done.getPaymentStatus()).isEqualTo("paid");
        var subscription = sandbox.stripe.v1().subscriptions().retrieve(done.getSubscription());
        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getMetadata()).containsEntry("orgId", "org_1");
        var invoice = sandbox.stripe.v1().invoices().retrieve(done.getInvoice());
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getAmountPaid()).isEqualTo(5_500L);
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(subscription.getId());
        assertThat(invoice.getLines().getData()).hasSize(1);
        assertThat(types())
                .endsWith(
                        "payment_method.attached",
                        "customer.subscription.created",
                        "invoice.created",
                        "invoice.finalized",
                        "charge.succeeded",
                        "invoice.paid",
                        "invoice.payment_succeeded",
                        "checkout.session.completed");
        assertThat(sandbox.get("/pay/" + session.getId()).body()).contains("You are subscribed");
    }

    @Test
    void aDeclinedCardBeginsNothing() throws Exception {
        var session = checkout("acme_personal_month").getId();

        for (var number : List.of("4000000000000002", CHARGES_FAIL)) {
            assertThat(pay(session, number).statusCode()).isEqualTo(402);
        }

        assertThat(subscriptions()).isEmpty();
        assertThat(sandbox.stripe
                        .v1()
                        .customers()
                        .paymentMethods()
                        .list(customer)
                        .getData())
                .isEmpty();
        assertThat(pay(session, GOOD).statusCode()).isEqualTo(303);
        assertThat(subscriptions()).hasSize(1);
    }

    @Test
    void onePageIsPaidOnceWhateverItIsSent() throws Exception {
        var session = checkout("acme_team_year").getId();
        pay(session, GOOD);

        assertThat(pay(session, GOOD).statusCode()).isEqualTo(200);
        assertThat(subscriptions()).hasSize(1);
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void itIsRenewedMonthByMonth() throws Exception {
        subscribe("acme_personal_month");
        sandbox.clock.advance(Duration.ofDays(63));
        sandbox.simulator.clockMoved();

        assertThat(invoices())
                .hasSize(3)
                .allMatch(invoice -> invoice.getStatus().equals("paid"));
        var item = subscriptions().getFirst().getItems().getData().getFirst();
        assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-08-01T12:00:00Z");
    }

    @Test
    void aFailedRenewalIsTriedAgainAndAnotherCardPaysIt() throws Exception {
        subscribe("acme_personal_month");
        var portal = portal();
        assertThat(portal(portal, "action", "card", "number", CHARGES_FAIL, "expiry", "12/34", "cvc", "123")
                        .statusCode())
                .isEqualTo(303);
        sandbox.clock.advance(Duration.ofDays(31));
        sandbox.simulator.clockMoved();
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("past_due");
        assertThat(invoices().getFirst())
                .returns("open", Invoice::getStatus)
                .returns(true, Invoice::getAttempted)
                .returns(1L, Invoice::getAttemptCount);

        sandbox.clock.advance(Duration.ofDays(3));
        sandbox.simulator.clockMoved();
        assertThat(invoices().getFirst().getAttemptCount()).isEqualTo(2L);

        assertThat(portal(portal(), "action", "card", "number", GOOD, "expiry", "12/34", "cvc", "123")
                        .statusCode())
                .isEqualTo(303);
        assertThat(invoices().getFirst().getStatus()).isEqualTo("paid");
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("active");
        assertThat(types()).contains("invoice.payment_failed", "customer.updated", "payment_method.detached");
    }

    @Test
    void afterTheLastAttemptItIsUnpaid() throws Exception {
        subscribe("acme_personal_year");
        portal(portal(), "action", "card", "number", CHARGES_FAIL, "expiry", "12/34", "cvc", "123");
        for (var days : List.of(365, 3, 5, 7)) {
            sandbox.clock.advance(Duration.ofDays(days));
            sandbox.simulator.clockMoved();
        }

        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("unpaid");
        assertThat(invoices().getFirst())
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

        portal(portal, "action", "plan", "subscription", subscription, "price", price("acme_team_month"));
        assertThat(subscriptions()
                        .getFirst()
                        .getItems()
                        .getData()
                        .getFirst()
                        .getPrice()
                        .getLookupKey())
                .isEqualTo("acme_team_month");

        portal(portal, "action", "cancel", "subscription", subscription);
        assertThat(subscriptions().getFirst().getCancelAtPeriodEnd()).isTrue();
        assertThat(sandbox.get(portal).body()).contains("Keep the plan", "Ends on 2026-06-01");

        portal(portal, "action", "resume", "subscription", subscription);
        assertThat(subscriptions().getFirst().getCancelAtPeriodEnd()).isFalse();

        portal(portal, "action", "cancel", "subscription", subscription);
        sandbox.clock.advance(Duration.ofDays(31));
        sandbox.simulator.clockMoved();
        assertThat(subscriptions().getFirst().getStatus()).isEqualTo("canceled");
        assertThat(types()).endsWith("customer.subscription.deleted");
        assertThat(invoices()).as("the period that never began").hasSize(1);
        assertThat(portal(portal(), "action", "cancel_now", "subscription", subscription)
                        .statusCode())
                .isEqualTo(422);
        assertThat(sandbox.get(portal()).body()).contains("You have no plan");
    }

    @Test
    void aChangeWithinThePeriodIsChargedWithTheNextInvoiceAndAnotherIntervalAtOnce() throws Exception {
        var subscription = subscribe("acme_personal_month").getId();
        sandbox.clock.advance(Duration.ofHours(31 * 12));
        portal(portal(), "action", "plan", "subscription", subscription, "price", price("acme_team_month"));
        assertThat(invoices()).hasSize(1);

        sandbox.clock.advance(Duration.ofHours(31 * 12));
        sandbox.simulator.clockMoved();
        assertThat(invoices().getFirst().getTotal()).isEqualTo(23_900 + (23_900 - 5_500) / 2);

        portal(portal(), "action", "plan", "subscription", subscription, "price", price("acme_team_year"));
        assertThat(invoices()).hasSize(3);
        assertThat(invoices().getFirst().getTotal()).isEqualTo(238_800 - 23_900);
    }

    @Test
    void aPortalPageIsGoodForAnHour() throws Exception {
        var portal = portal();
        sandbox.clock.advance(Duration.ofHours(1));

        assertThat(sandbox.get(portal).statusCode()).isEqualTo(410);
        assertThat(portal(portal, "action", "card", "number", GOOD, "expiry", "12/34", "cvc", "123")
                        .statusCode())
                .isEqualTo(410);
        assertThat(sandbox.get("/portal/bps_never").statusCode()).isEqualTo(404);
    }

    @Test
    void aDeletedCustomersSubscriptionEndsAndItsOpenPageCannotBePaid() throws Exception {
        subscribe("acme_team_year");
        var page = checkout("acme_team_year").getId();

        sandbox.simulator.deleteCustomer(customer);

        assertThat(types()).contains("customer.subscription.deleted").endsWith("customer.deleted");
        assertThat(pay(page, GOOD).statusCode()).isEqualTo(410);
    }

    private Session checkout(String lookupKey) throws Exception {
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setCustomer(customer)
                .setSuccessUrl("https://acme.test/paid")
                .setCancelUrl("https://acme.test/back")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(price(lookupKey))
                        .setQuantity(1L)
                        .build())
                .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                        .putMetadata("orgId", "org_1")
                        .build());
        return sandbox.stripe.v1().checkout().sessions().create(params.build());
    }

    private Subscription subscribe(String lookupKey) throws Exception {
        assertThat(pay(checkout(lookupKey).getId(), GOOD).statusCode()).isEqualTo(303);
        return subscriptions().getFirst();
    }

    private String price(String lookupKey) throws Exception {
        var params = PriceListParams.builder().addLookupKey(lookupKey).build();
        return sandbox.stripe.v1().prices().list(params).getData().getFirst().getId();
    }

    private HttpResponse<String> pay(String session, String number) {
        return form("/pay/" + session, "number", number, "expiry", "12/34", "cvc", "123");
    }

    /** The path of a new portal page. */
    private String portal() throws Exception {
        var configuration = sandbox.stripe
                .v1()
                .billingPortal()
                .configurations()
                .list()
                .getData()
                .getFirst();
        var params = com.stripe.param.billingportal.SessionCreateParams.builder()
                .setCustomer(customer)
                .setConfiguration(configuration.getId())
                .setReturnUrl("https://acme.test/billing");
        return "/portal/"
                + sandbox.stripe
                        .v1()
                        .billingPortal()
                        .sessions()
                        .create(params.build())
                        .getId();
    }

    private HttpResponse<String> portal(String path, String... form) {
        return form(path, form);
    }

    private HttpResponse<String> form(String path, String... form) {
        return sandbox.send(sandbox.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Sandbox.encoded(form))));
    }

    private List<Subscription> subscriptions() throws Exception {
        var all = SubscriptionListParams.builder().setCustomer(customer).setStatus(SubscriptionListParams.Status.ALL);
        return sandbox.stripe.v1().subscriptions().list(all.build()).getData();
    }

    private List<Invoice> invoices() throws Exception {
        var all = InvoiceListParams.builder().setCustomer(customer);
        return sandbox.stripe.v1().invoices().list(all.build()).getData();
    }

    private List<String> types() {
        return sandbox.simulator.events().stream()
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
    }
}
