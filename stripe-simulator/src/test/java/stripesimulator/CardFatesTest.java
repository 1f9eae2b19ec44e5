package stripesimulator;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of payments by the test cards whose fate is not plain. */
class CardFatesTest {

    private static final String DECLINED_ONCE = "4000000000091001";
    private static final String CONFIRMED_BY_HAND = "4000002760003184";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

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

        assertThat(account.post(pay).statusCode()).isEqualTo(402);
        assertThat(account.post(pay).statusCode()).isEqualTo(200);
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @Test
    void whoHasToConfirmPaysOnThePageAndNotInTheirAbsence() throws Exception {
        assertThat(subscribe(CONFIRMED_BY_HAND)).isEqualTo(303);
        assertThat(account.newest()).returns("paid", Invoice::getStatus).returns(5_500L, Invoice::getTotal);

        account.moveTo("2026-06-01T12:00:00Z");
        account.moveTo("2026-06-01T13:00:00Z");

        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(1L, Invoice::getAttemptCount);
        assertThat(account.types())
                .endsWith(
                        "charge.failed",
                        "invoice.payment_failed",
                        "invoice.payment_action_required",
                        "customer.subscription.updated");
        var answer = account.post("/v1/invoices/" + account.newest().getId() + "/pay");
        assertThatJson(answer.body()).inPath("error.code").isEqualTo("authentication_required");
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
            assertThat(account.post("/v1/payment_methods/" + standIn + "/attach", "customer", account.customer)
                            .body())
                    .contains("\"last4\" : \"" + (standIn.endsWith("Fail") ? "0341" : "3184"));
        }
    }

    /** Answers what the hosted page did. */
    private int subscribe(String number) {
        var session = account.checkout(account.customer, "acme_personal_month");
        return account.payPage(session, number).statusCode();
    }
}
