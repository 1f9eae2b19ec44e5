package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceUpdateParams;
import com.stripe.param.SubscriptionListParams;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How final invoices are collected, and what becomes of their subscription. */
class CollectionTest {

    private static final Pattern CONFIGURATION = Pattern.compile("\"(bpc_\\w+)\"");

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void aRenewalIsADraftForAnHourAndThePlanGoesOn() throws Exception {
        subscribe();
        account.moveTo("2026-06-01T12:00:00Z");

        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns("subscription_cycle", Invoice::getBillingReason)
                .returns(true, Invoice::getAutoAdvance)
                .returns(seconds("2026-06-01T13:00:00Z"), Invoice::getAutomaticallyFinalizesAt)
                .returns(5_500L, Invoice::getAmountDue);
        assertThat(plan())
                .returns("active", Subscription::getStatus)
                .returns(account.newest().getId(), Subscription::getLatestInvoice);
        account.moveTo("2026-06-01T12:59:59Z");
        assertThat(account.newest().getStatus()).isEqualTo("draft");
        account.moveTo("2026-06-01T13:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @Test
    void anUnpaidPlanGetsDraftsThatAreHeld() throws Exception {
        subscribe();
        failWith(Sandbox.CHARGES_FAIL);
        for (var moment : List.of("06-01T12", "06-01T13", "06-04T13", "06-09T13", "06-16T13")) {
            account.moveTo("2026-" + moment + ":00:00Z");
        }
        assertThat(plan().getStatus()).isEqualTo("unpaid");
        account.moveTo("2026-07-01T12:00:00Z");
        account.moveTo("2026-07-03T12:00:00Z");

        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns(false, Invoice::getAutoAdvance)
                .returns(null, Invoice::getAutomaticallyFinalizesAt);
        assertThat(account.invoices()).hasSize(3);
    }

    @Test
    void theLatestFinalInvoiceDecidesWhetherThePlanIsPastDue() throws Exception {
        subscribe();
        failWith(Sandbox.CHARGES_FAIL);
        account.moveTo("2026-06-01T12:00:00Z");
        account.moveTo("2026-06-01T13:00:00Z");
        var june = account.newest().getId();
        assertThat(plan().getStatus()).isEqualTo("past_due");
        var held = InvoiceUpdateParams.builder().setAutoAdvance(false).build();
        account.stripe.invoices().update(june, held);
        failWith(Sandbox.GOOD_CARD);
        account.moveTo("2026-07-01T12:00:00Z");
        assertThat(plan().getStatus()).as("a draft decides nothing").isEqualTo("past_due");
        account.moveTo("2026-07-01T13:00:00Z");

        assertThat(plan().getStatus()).isEqualTo("active");
        assertThat(account.stripe.invoices().retrieve(june).getStatus()).isEqualTo("open");

        failWith(Sandbox.CHARGES_FAIL);
        account.stripe
                .invoices()
                .update(june, InvoiceUpdateParams.builder().setAutoAdvance(true).build());
        account.moveTo("2026-07-01T14:00:00Z");
        assertThat(account.stripe.invoices().retrieve(june).getAttemptCount()).isEqualTo(2);
        assertThat(plan().getStatus()).as("an older one failed").isEqualTo("active");
    }

    @Test
    void withoutACardNothingIsTriedAgain() throws Exception {
        account.oneUsageInvoice(2_500_000);

        assertThat(account.newest())
                .returns("open", Invoice::getStatus)
                .returns(true, Invoice::getAttempted)
                .returns(null, Invoice::getNextPaymentAttempt);
        account.payWith(Sandbox.GOOD_CARD);
        account.moveTo("2026-06-20T00:00:00Z");
        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(1L, Invoice::getAttemptCount);
        assertThat(plan().getStatus()).isEqualTo("past_due");
    }

    @Test
    void aCardThatIsTakenAwayEndsTheRetries() throws Exception {
        var card = account.payWith(Sandbox.CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        assertThat(account.newest().getNextPaymentAttempt()).isEqualTo(seconds("2026-06-04T01:00:00Z"));
        account.create("/v1/payment_methods/" + card + "/detach", "");
        account.moveTo("2026-06-04T01:00:00Z");
        account.moveTo("2026-06-30T00:00:00Z");

        assertThat(account.newest())
                .returns(1L, Invoice::getAttemptCount)
                .returns(null, Invoice::getNextPaymentAttempt);
    }

    @Test
    void aCardEnteredInThePortalPaysNothingByItselfAndTheCustomerPaysThere() throws Exception {
        account.oneUsageInvoice(2_500_000);
        var portal = portal();

        changeCard(portal, Sandbox.CHARGES_FAIL);
        assertThat(account.newest().getStatus()).isEqualTo("open");
        assertThat(account.stripe.charges().list().getData()).isEmpty();
        assertThat(account.get(portal).body()).contains("Pay $2.50");
        var invoice = account.newest().getId();
        assertThat(account.post(portal, "action", "pay", "invoice", invoice).statusCode())
                .isEqualTo(422);
        changeCard(portal, Sandbox.GOOD_CARD);
        assertThat(account.post(portal, "action", "pay", "invoice", invoice).statusCode())
                .isEqualTo(303);

        assertThat(account.newest().getStatus()).isEqualTo("paid");
        assertThat(plan().getStatus()).isEqualTo("active");
        assertThat(account.get(portal).body()).doesNotContain("Pay $");
        assertThat(account.post(portal, "action", "pay", "invoice", invoice).statusCode())
                .isEqualTo(422);
    }

    @Test
    void aCancellationStopsTheCollectionOfAllFinalInvoicesOfTheCustomer() throws Exception {
        account.payWith(Sandbox.CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        var usage = account.newest().getId();
        subscribe();

        account.stripe.subscriptions().cancel(plan().getId());

        assertThat(account.stripe.invoices().retrieve(usage))
                .returns("open", Invoice::getStatus)
                .returns(false, Invoice::getAutoAdvance)
                .returns(null, Invoice::getNextPaymentAttempt);
        account.payWith(Sandbox.GOOD_CARD);
        account.moveTo("2026-06-30T00:00:00Z");
        assertThat(account.stripe.invoices().retrieve(usage).getStatus()).isEqualTo("open");
    }

    private void subscribe() {
        var session = account.checkout(account.customer, "acme_personal_month");
        assertThat(account.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);
    }

    /** Pays the plan with another card from now on. */
    private void failWith(String number) throws Exception {
        changeCard(portal(), number);
    }

    private void changeCard(String portal, String number) {
        var answer = account.post(portal, "action", "card", "number", number, "expiry", "12/34", "cvc", "123");
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    private String portal() {
        var list = CONFIGURATION.matcher(
                account.get("/v1/billing_portal/configurations").body());
        assertThat(list.find()).isTrue();
        return "/portal/"
                + account.create(
                        "/v1/billing_portal/sessions",
                        "customer=" + account.customer + "&configuration=" + list.group(1)
                                + "&return_url=https://acme.test/billing");
    }

    /** The customer's newest subscription. */
    private Subscription plan() throws Exception {
        var mine = SubscriptionListParams.builder().setCustomer(account.customer);
        return account.stripe.subscriptions().list(mine.build()).getData().getFirst();
    }

    private static long seconds(String moment) {
        return Instant.parse(moment).getEpochSecond();
    }
}
