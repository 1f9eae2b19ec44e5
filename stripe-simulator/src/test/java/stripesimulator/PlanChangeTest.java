package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change of plan costs, when it is billed, and what a cancellation leaves of it. */
class PlanChangeTest {

    private static final Pattern CONFIGURATION = Pattern.compile("\"(bpc_\\w+)\"");
    private static final String MID_MAY = "2026-05-17T00:00:00Z";
    private static final long HALF_THE_DIFFERENCE = (23_900 - 5_500) / 2;

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void atThePeriodsEndAPendingDifferenceIsStillBilled() throws Exception {
        subscribe();
        account.moveTo(MID_MAY);
        upgrade("create_prorations");
        account.create("/v1/subscriptions/" + plan().getId(), "cancel_at_period_end=true");
        account.moveTo("2026-06-01T12:00:00Z");

        assertThat(account.newest())
                .returns("draft", Invoice::getStatus)
                .returns(HALF_THE_DIFFERENCE, Invoice::getTotal);
        assertThat(account.newest().getLines().getData()).hasSize(1);
        account.moveTo("2026-06-01T13:00:00Z");
        assertThat(account.newest().getStatus()).isEqualTo("paid");
        assertThat(account.invoices()).hasSize(2);
    }

    @Test
    void whoCancelsAtOnceIsNotBilledForAPendingDifference() throws Exception {
        subscribe();
        account.moveTo(MID_MAY);
        upgrade("create_prorations");
        account.stripe.subscriptions().cancel(plan().getId());
        account.moveTo("2026-06-02T12:00:00Z");

        assertThat(account.invoices()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Sandbox.GOOD_CARD, Sandbox.CHARGES_FAIL})
    void aChangeThatIsInvoicedAtOnceIsPaidAtOnceOrThePlanIsPastDue(String card) throws Exception {
        subscribe();
        changeCard(card);
        account.moveTo(MID_MAY);
        upgrade("always_invoice");

        boolean good = card.equals(Sandbox.GOOD_CARD);
        assertThat(account.newest())
                .returns(HALF_THE_DIFFERENCE, Invoice::getTotal)
                .returns("subscription_update", Invoice::getBillingReason)
                .returns(good ? "paid" : "open", Invoice::getStatus);
        assertThat(plan().getStatus()).isEqualTo(good ? "active" : "past_due");
        assertThat(account.invoices()).hasSize(2);
    }

    @Test
    void thePortalProratesAsItsConfigurationSays() throws Exception {
        subscribe();
        account.moveTo(MID_MAY);
        configure("features[subscription_update][proration_behavior]=always_invoice");
        pressPlan();
        assertThat(account.newest().getTotal()).isEqualTo(HALF_THE_DIFFERENCE);
    }

    @Test
    void thePortalProratesNothingWhereItsConfigurationSaysSo() throws Exception {
        subscribe();
        account.moveTo(MID_MAY);
        configure("features[subscription_update][proration_behavior]=none");
        pressPlan();
        account.moveTo("2026-06-01T12:00:00Z");
        assertThat(account.newest().getTotal()).isEqualTo(23_900);
    }

    @Test
    void thePortalCancelsAtOnceOnlyWhereItsConfigurationSaysSo() throws Exception {
        subscribe();
        var id = plan().getId();
        assertThat(account.get(portal()).body())
                .contains("Cancel on 2026-06-01")
                .doesNotContain("Cancel now");
        assertThat(account.post(portal(), "action", "cancel_now", "subscription", id)
                        .statusCode())
                .isEqualTo(422);

        configure("features[subscription_cancel][mode]=immediately");
        assertThat(account.get(portal()).body()).contains("Cancel now").doesNotContain("Cancel on");
        assertThat(account.post(portal(), "action", "cancel_now", "subscription", id)
                        .statusCode())
                .isEqualTo(303);
        assertThat(account.stripe.subscriptions().retrieve(id).getStatus()).isEqualTo("canceled");
    }

    private void upgrade(String proration) throws Exception {
        var item = plan().getItems().getData().getFirst().getId();
        account.create(
                "/v1/subscriptions/" + plan().getId(),
                "items[0][id]=" + item + "&items[0][price]=" + account.price("acme_team_month") + "&proration_behavior="
                        + proration);
    }

    private void pressPlan() throws Exception {
        var price = account.price("acme_team_month");
        var answer = account.post(portal(), "action", "plan", "subscription", plan().getId(), "price", price);
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    private void configure(String features) {
        account.create("/v1/billing_portal/configurations/" + configuration(), features);
    }

    private String configuration() {
        var list = CONFIGURATION.matcher(
                account.get("/v1/billing_portal/configurations").body());
        assertThat(list.find()).isTrue();
        return list.group(1);
    }

    private String portal() {
        return "/portal/"
                + account.create(
                        "/v1/billing_portal/sessions",
                        "customer=" + account.customer + "&configuration=" + configuration()
                                + "&return_url=https://acme.test/billing");
    }

    private void subscribe() {
        var session = account.checkout(account.customer, "acme_personal_month");
        assertThat(account.payPage(session, Sandbox.GOOD_CARD).statusCode()).isEqualTo(303);
    }

    private void changeCard(String number) {
        var answer = account.post(portal(), "action", "card", "number", number, "expiry", "12/34", "cvc", "123");
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    private Subscription plan() throws Exception {
        var mine = SubscriptionListParams.builder().setCustomer(account.customer);
        return account.stripe.subscriptions().list(mine.build()).getData().getFirst();
    }
}
