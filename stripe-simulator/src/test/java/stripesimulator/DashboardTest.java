package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoicePayment;
import com.stripe.model.Subscription;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.SubscriptionListParams;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does at Stripe's dashboard, by HTTP. */
class DashboardTest {

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void aPlanIsDowngradedAndTheDifferenceLowersTheNextInvoice() throws Exception {
        subscribe("acme_team_month");
        account.moveTo("2026-05-17T00:00:00Z");

        act(
                "subscriptions/" + plan().getId() + "/plan",
                "{\"price\":\"" + account.price("acme_personal_month") + "\"}");

        assertThat(plan().getItems().getData().getFirst().getPrice().getLookupKey())
                .isEqualTo("acme_personal_month");
        account.moveTo("2026-06-01T12:00:00Z");
        account.moveTo("2026-06-01T13:00:00Z");
        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(5_500L - (23_900 - 5_500) / 2, Invoice::getTotal);
        assertThat(account.stripe.customers().retrieve(account.customer).getBalance())
                .isEqualTo(5_500 - (23_900 - 5_500) / 2);
    }

    @Test
    void aPaymentIsDisputedAndTheBankDecides() throws Exception {
        subscribe("acme_personal_month");
        var dispute = act("customers/" + account.customer + "/dispute", "{}");
        assertThat(account.stripe.disputes().retrieve(dispute).getStatus()).isEqualTo("needs_response");

        act("disputes/" + dispute + "/close", "{\"lost\":true}");

        assertThat(account.stripe.disputes().retrieve(dispute).getStatus()).isEqualTo("lost");
        refused("customers/" + account.customer + "/dispute", "{}");
    }

    @Test
    void aPaymentIsRefundedInPartsAndTheInvoiceStaysPaid() throws Exception {
        subscribe("acme_personal_month");
        var charge = account.stripe.charges().list().getData().getFirst().getId();
        var first = act("charges/" + charge + "/refund", "{\"amount\":500}");
        assertThat(account.stripe.refunds().retrieve(first).getAmount()).isEqualTo(500);
        assertThat(account.stripe.charges().retrieve(charge).getRefunded()).isFalse();
        refused("charges/" + charge + "/refund", "{\"amount\":5001}");

        act("charges/" + charge + "/refund", "{}");

        assertThat(account.stripe.charges().retrieve(charge))
                .returns(5_500L, found -> found.getAmountRefunded())
                .returns(true, found -> found.getRefunded());
        assertThat(account.stripe.refunds().list().getData()).hasSize(2);
        assertThat(account.types()).endsWith("refund.created", "charge.refunded");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
        refused("charges/" + charge + "/refund", "{}");
    }

    @Test
    void aPaymentThatIsOnItsWayLeavesTheInvoiceOpenUntilItArrives() throws Exception {
        account.oneUsageInvoice(2_500_000);
        var invoice = account.newest().getId();
        assertThat(payments(invoice))
                .extracting(DashboardTest::intent)
                .as("there was no card")
                .containsExactly("requires_payment_method");

        act("invoices/" + invoice + "/process", "{}");

        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(true, Invoice::getAttempted);
        assertThat(payments(invoice))
                .singleElement()
                .returns("open", InvoicePayment::getStatus)
                .returns("processing", DashboardTest::intent);
        account.payWith("4242424242424242");
        account.stripe.invoices().pay(invoice);
        assertThat(payments(invoice)).singleElement().returns("paid", InvoicePayment::getStatus);
        refused("invoices/" + invoice + "/process", "{}");
    }

    private static String intent(InvoicePayment payment) {
        return payment.getPayment().getPaymentIntentObject().getStatus();
    }

    private List<InvoicePayment> payments(String invoice) throws StripeException {
        var params = InvoicePaymentListParams.builder()
                .setInvoice(invoice)
                .addExpand("data.payment.payment_intent")
                .build();
        return account.stripe.invoicePayments().list(params).getData();
    }

    @Test
    void aCreditNoteLowersAnOpenInvoiceUntilNothingIsLeft() throws Exception {
        account.oneUsageInvoice(2_500_000);
        var invoice = account.newest().getId();
        var note = act("invoices/" + invoice + "/credit", "{\"amount\":100}");

        assertThat(account.stripe.creditNotes().retrieve(note))
                .returns(100L, found -> found.getAmount())
                .returns("pre_payment", found -> found.getType());
        assertThat(account.newest())
                .returns(150L, Invoice::getAmountRemaining)
                .returns(250L, Invoice::getTotal)
                .returns(100L, Invoice::getPrePaymentCreditNotesAmount);
        refused("invoices/" + invoice + "/credit", "{\"amount\":151}");
        act("invoices/" + invoice + "/credit", "{\"amount\":150}");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
        assertThat(account.types()).contains("credit_note.created");
    }

    @Test
    void aCreditNoteOfAPaidInvoiceGoesToTheBalance() throws Exception {
        subscribe("acme_personal_month");
        act("invoices/" + account.newest().getId() + "/credit", "{\"amount\":1000}");

        assertThat(account.stripe.customers().retrieve(account.customer).getBalance())
                .isEqualTo(-1_000);
        refused("invoices/" + account.newest().getId() + "/credit", "{\"amount\":4501}");
    }

    @ParameterizedTest
    @CsvSource({"void, void, void", "mark_uncollectible, uncollectible, uncollectible", "keep_as_draft, draft, draft"})
    void aPausedCollectionKeepsThePlanAndCollectsNothing(String behavior, String status, String still)
            throws Exception {
        subscribe("acme_personal_month");
        var id = plan().getId();
        act("subscriptions/" + id + "/pause", "{\"behavior\":\"" + behavior + "\"}");
        assertThat(plan().getPauseCollection().getBehavior()).isEqualTo(behavior);
        account.moveTo("2026-06-01T12:00:00Z");
        account.moveTo("2026-06-01T13:00:00Z");

        assertThat(account.newest().getStatus()).isEqualTo(status);
        assertThat(plan().getStatus()).isEqualTo("active");
        assertThat(account.stripe.charges().list().getData()).hasSize(1);

        act("subscriptions/" + id + "/resume", "{}");
        account.moveTo("2026-06-20T00:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo(still);
        account.moveTo("2026-07-01T12:00:00Z");
        account.moveTo("2026-07-01T13:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        subscriptions/sub_never/pause | {} | 404
        subscriptions/sub_never/dance | {} | 404
        customers | {} | 404
        customers/cus_never/dispute | {} | 400
        customers/cus_never/dispute | no | 400
        customers/cus_never/dispute | [] | 400
        """)
    void whatCannotBeDoneIsRefused(String path, String body, int status) {
        assertThat(send(path, body).statusCode()).isEqualTo(status);
    }

    private String act(String path, String body) throws Exception {
        var answer = send(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("id").asText();
    }

    private void refused(String path, String body) {
        assertThat(send(path, body).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> send(String path, String body) {
        return account.postForm("/_sim/dashboard/" + path, body, List.of());
    }

    private void subscribe(String lookupKey) {
        var session = account.checkout(account.customer, lookupKey);
        assertThat(account.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);
    }

    private Subscription plan() throws Exception {
        var mine = SubscriptionListParams.builder().setCustomer(account.customer);
        return account.stripe.subscriptions().list(mine.build()).getData().getFirst();
    }
}
