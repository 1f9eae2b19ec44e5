package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be charged goes to the customer's balance, and from there into the next invoice. */
class BalanceTest {

    private static final String HALF_OF_MAY = "2026-05-17T00:00:00Z";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void aNegativeInvoiceIsPaidAndLowersTheNextOnes() throws Exception {
        subscribe("acme_team_year");
        account.moveTo(HALF_OF_MAY);

        changePlan("acme_personal_month");

        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(0L, Invoice::getAmountDue)
                .returns(0L, Invoice::getStartingBalance)
                .satisfies(invoice -> assertThat(invoice.getTotal()).isNegative())
                .satisfies(invoice -> assertThat(invoice.getEndingBalance()).isEqualTo(invoice.getTotal()));
        long credit = -account.newest().getTotal();
        assertThat(balance()).isEqualTo(-credit);
        assertThat(account.types()).contains("customer.updated");
        assertThat(account.stripe.charges().list().getData()).hasSize(1);

        account.moveTo("2026-06-17T00:00:00Z");
        account.moveTo("2026-06-17T01:00:00Z");

        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(5_500L, Invoice::getTotal)
                .returns(0L, Invoice::getAmountDue)
                .returns(-credit, Invoice::getStartingBalance)
                .returns(5_500L - credit, Invoice::getEndingBalance);
        assertThat(balance()).isEqualTo(5_500 - credit);
    }

    @ParameterizedTest(name = "{0} cents: {1} due, {2} carried")
    @CsvSource({"0, 0, 0", "49, 0, 49", "50, 50, 0", "51, 51, 0"})
    void lessThanFiftyCentsIsCarriedNotCharged(long cents, long due, long carried) throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.oneUsageInvoice(cents * 10_000);

        assertThat(account.newest())
                .returns("paid", Invoice::getStatus)
                .returns(cents, Invoice::getTotal)
                .returns(due, Invoice::getAmountDue)
                .returns(due, Invoice::getAmountPaid)
                .returns(carried, Invoice::getEndingBalance);
        assertThat(balance()).isEqualTo(carried);
        assertThat(account.stripe.charges().list().getData()).hasSize(due == 0 ? 0 : 1);
    }

    @Test
    void whatWasCarriedIsChargedWithTheNextInvoice() throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.oneUsageInvoice(490_000);
        account.use("2026-06-01T01:00:00Z", 20_000);
        account.moveTo("2026-07-01T00:00:00Z");
        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns(49L, Invoice::getStartingBalance)
                .returns(null, Invoice::getEndingBalance)
                .returns(51L, Invoice::getAmountDue);
        account.moveTo("2026-07-01T01:00:00Z");

        assertThat(account.newest())
                .returns(2L, Invoice::getTotal)
                .returns(51L, Invoice::getAmountPaid)
                .returns(49L, Invoice::getStartingBalance)
                .returns(0L, Invoice::getEndingBalance);
        assertThat(balance()).isZero();
    }

    @Test
    void aVoidInvoiceGivesBackWhatItTookOver() throws Exception {
        account.oneUsageInvoice(490_000);
        account.use("2026-06-01T01:00:00Z", 1_000_000);
        account.moveTo("2026-07-01T00:00:00Z");
        account.moveTo("2026-07-01T01:00:00Z");
        assertThat(account.newest()).returns("open", Invoice::getStatus).returns(149L, Invoice::getAmountDue);
        assertThat(balance()).isZero();

        account.stripe.invoices().voidInvoice(account.newest().getId());

        assertThat(balance()).isEqualTo(49);
    }

    private long balance() throws Exception {
        return account.stripe.customers().retrieve(account.customer).getBalance();
    }

    private void subscribe(String lookupKey) {
        assertThat(account.payPage(account.checkout(account.customer, lookupKey), Sandbox.GOOD_CARD)
                        .statusCode())
                .isEqualTo(303);
        account.pass(Duration.ZERO);
    }

    private void changePlan(String lookupKey) throws Exception {
        var subscription = subscription();
        var item = subscription.getItems().getData().getFirst().getId();
        account.create(
                "/v1/subscriptions/" + subscription.getId(),
                "items[0][id]=" + item + "&items[0][price]=" + account.price(lookupKey));
    }

    private Subscription subscription() throws Exception {
        var mine = SubscriptionListParams.builder().setCustomer(account.customer);
        return account.stripe.subscriptions().list(mine.build()).getData().getFirst();
    }
}
