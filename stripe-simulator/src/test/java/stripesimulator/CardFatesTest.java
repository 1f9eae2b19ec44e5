package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.param.PriceListParams;
import com.stripe.param.checkout.SessionCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of payments by the test cards whose fate is not plain. */
class CardFatesTest {

    private static final String DECLINED_ONCE = "4000000000091001";
    private static final String CONFIRMED_BY_HAND = "4000002760003184";

    private MeteredAccount account;

    @BeforeEach
    void open() throws Exception {
        account = new MeteredAccount();
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void aCardThatIsDeclinedOncePaysTheSecondTime() throws Exception {
        account.payWith(DECLINED_ONCE);
        account.oneUsageInvoice(1_000_000);
        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(1L, Invoice::getAttemptCount);
        assertThat(account.types())
                .endsWith("charge.failed", "invoice.payment_failed", "customer.subscription.updated");

        account.moveTo("2026-06-04T01:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");

        account.use("2026-06-04T01:00:00Z", 2_000_000);
        account.moveTo("2026-07-01T00:00:00Z");
        account.moveTo("2026-07-01T01:00:00Z");
        assertThat(account.newest()).returns("paid", Invoice::getStatus).returns(200L, Invoice::getTotal);
    }

    @Test
    void askedForByHandItIsDeclinedOnceToo() throws Exception {
        account.oneUsageInvoice(1_000_000);
        account.payWith(DECLINED_ONCE);
        var pay = "/v1/invoices/" + account.newest().getId() + "/pay";

        assertThat(account.sandbox.post(pay).statusCode()).isEqualTo(402);
        assertThat(account.sandbox.post(pay).statusCode()).isEqualTo(200);
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @Test
    void whoHasToConfirmPaysOnThePageAndNotInTheirAbsence() throws Exception {
        assertThat(subscribe(CONFIRMED_BY_HAND)).isEqualTo(303);
        assertThat(account.newest()).returns("paid", Invoice::getStatus).returns(5_500L, Invoice::getTotal);

        account.moveTo("2026-06-01T12:00:00Z");

        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(1L, Invoice::getAttemptCount);
        assertThat(account.types())
                .endsWith(
                        "charge.failed",
                        "invoice.payment_failed",
                        "invoice.payment_action_required",
                        "customer.subscription.updated");
        assertThat(account.sandbox
                        .post("/v1/invoices/" + account.newest().getId() + "/pay")
                        .body())
                .contains("\"code\" : \"authentication_required\"");
    }

    @Test
    void aPageThatIsDeclinedOnceIsPaidByTheSameCardTheNextTime() throws Exception {
        assertThat(subscribe(DECLINED_ONCE)).isEqualTo(402);
        assertThat(account.invoices()).isEmpty();

        assertThat(subscribe(DECLINED_ONCE)).isEqualTo(303);
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @Test
    void stripesStandInsHaveTheFatesOfTheirNumbers() throws Exception {
        for (var standIn : new String[] {"pm_card_chargeCustomerFail", "pm_card_authenticationRequired"}) {
            assertThat(account.sandbox
                            .post("/v1/payment_methods/" + standIn + "/attach", "customer", account.customer)
                            .body())
                    .contains("\"last4\" : \"" + (standIn.endsWith("Fail") ? "0341" : "3184"));
        }
    }

    /** Answers what the hosted page did. */
    private int subscribe(String number) throws Exception {
        var lookup =
                PriceListParams.builder().addLookupKey("acme_personal_month").build();
        var price = account.sandbox.stripe.v1().prices().list(lookup).getData().getFirst();
        var session = account.sandbox
                .stripe
                .v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                        .setCustomer(account.customer)
                        .setSuccessUrl("https://acme.test/paid")
                        .addLineItem(SessionCreateParams.LineItem.builder()
                                .setPrice(price.getId())
                                .setQuantity(1L)
                                .build())
                        .build());
        return account.sandbox
                .post("/pay/" + session.getId(), "number", number, "expiry", "12/34", "cvc", "123")
                .statusCode();
    }
}
