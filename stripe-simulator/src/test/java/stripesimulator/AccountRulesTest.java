package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionCreateParams.ProrationBehavior;
import com.stripe.param.SubscriptionListParams;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account is set to, and which reading it takes where Stripe's texts are silent. */
class AccountRulesTest {

    private static final String JUNE = "2026-06-01T00:00:00Z";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    private HttpResponse<String> set(String rules) {
        return account.postForm("/_sim/dashboard/account/default/rules", rules, List.of());
    }

    private Subscription subscribe(ProrationBehavior proration) throws Exception {
        SubscriptionCreateParams.Builder order = account.order()
                .setBillingCycleAnchor(Instant.parse(JUNE).getEpochSecond())
                .setProrationBehavior(proration);
        return account.stripe.subscriptions().create(order.build());
    }

    @ParameterizedTest(name = "{0}, begun with {1}: {2} invoices, {3} cents")
    @CsvSource({
        "by_proration, CREATE_PRORATIONS, 1, 700",
        "by_proration, NONE, 0, ",
        "billed, NONE, 1, 700",
        "free, CREATE_PRORATIONS, 1, 0",
        "uninvoiced, CREATE_PRORATIONS, 0, "
    })
    void usageBeforeTheAnchor(String rule, ProrationBehavior proration, int invoices, Long cents) throws Exception {
        assertThat(set("{\"usage_before_anchor\":\"" + rule + "\"}").statusCode())
                .isEqualTo(200);
        subscribe(proration);
        account.use("2026-05-01T12:01:00Z", 7_000_000);
        account.moveTo(JUNE);

        assertThat(account.invoices())
                .hasSize(invoices)
                .allSatisfy(invoice -> assertThat(invoice.getTotal()).isEqualTo(cents));

        account.use("2026-06-01T00:00:00Z", 9_000_000);
        account.moveTo("2026-07-01T00:00:00Z");
        assertThat(account.newest().getTotal()).isEqualTo(900);
    }

    @Test
    void aMeterLagsUntilTheInvoiceIsFinal() throws Exception {
        set("{\"meter_lag_seconds\":600}");
        account.subscribe(JUNE);
        account.use("2026-05-01T12:01:00Z", 1_000_000);
        assertThat(account.total("2026-05-01T00:00:00Z", JUNE)).isEqualByComparingTo("0");
        account.moveTo("2026-05-01T12:10:00Z");
        assertThat(account.total("2026-05-01T00:00:00Z", JUNE)).isEqualByComparingTo("1000000");

        account.moveTo("2026-06-01T00:00:00Z");
        account.moveTo("2026-06-01T00:55:00Z");
        account.use("2026-05-31T23:59:59Z", 3_000_000);
        assertThat(account.newest()).returns("draft", Invoice::getStatus).returns(100L, Invoice::getTotal);
        account.moveTo("2026-06-01T01:00:00Z");
        assertThat(account.newest().getTotal()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"unpaid, unpaid", "past_due, past_due", "canceled, canceled"})
    void retriesAndWhatFollowsThemAreTheAccounts(String rule, String status) throws Exception {
        set("{\"retry_days\":[1,2],\"after_retries\":\"" + rule + "\"}");
        account.payWith("4000000000000341");
        account.oneUsageInvoice(5_000_000);

        account.moveTo("2026-06-02T01:00:00Z");
        assertThat(account.newest().getAttemptCount()).isEqualTo(2);
        account.moveTo("2026-06-04T01:00:00Z");
        assertThat(account.newest())
                .returns(3L, Invoice::getAttemptCount)
                .returns(null, Invoice::getNextPaymentAttempt);
        var all = SubscriptionListParams.builder().setStatus(SubscriptionListParams.Status.ALL);
        assertThat(account.stripe.subscriptions().list(all.build()).getData())
                .singleElement()
                .returns(status, Subscription::getStatus);
    }

    @Test
    void aDraftWaitsForItsWebhookButNotForLongerThanThreeDays() throws Exception {
        set("{\"drafts_await_webhook\":true}");
        account.subscribe(JUNE);
        account.moveTo(JUNE);
        account.moveTo("2026-06-03T23:59:59Z");
        assertThat(account.newest().getStatus()).isEqualTo("draft");
        account.moveTo("2026-06-04T00:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
    }

    @Test
    void whatItCannotBeIsRefused() throws Exception {
        var answer = set("{\"usage_before_anchor\":\"maybe\",\"retry_days\":3}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("usage_before_anchor can't be \\\"maybe\\\"", "retry_days can't be 3");
    }
}
