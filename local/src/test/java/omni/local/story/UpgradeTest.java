package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A larger plan, chosen in the portal, is invoiced at once; while it is not paid it is a debt like any other (contract 11.6). */
class UpgradeTest {

    private static final String CHARGES_FAIL = "4000000000000341";
    private static final String GOOD_CARD = "4242424242424242";
    private static final long DIFFERENCE = 23_900 - 5_500;

    @AutoClose
    private final World world =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    private Customer ada;

    @BeforeEach
    void signUp() throws Exception {
        ada = world.signUp();
    }

    @Test
    void anUpgradeThatIsPaidIsPaidAtOnce() throws Exception {
        subscribe();
        upgrade();

        Answer.holds(ada.billing().json(), "{billingState: 'team_active', settlement: {status: 'active'}}");
        assertThat(invoices()).containsEntry("subscription_update", "paid " + DIFFERENCE);
    }

    @Test
    void anUpgradeThatIsNotPaidIsADebt() throws Exception {
        subscribe();
        PortalPages.changeCard(world, PortalPages.open(ada), CHARGES_FAIL);
        upgrade();

        assertThat(invoices()).containsEntry("subscription_update", "open " + DIFFERENCE);
        Answer.holds(ada.billing().json(), "{billingState: 'payment_failed', settlement: {status: 'past_due'}}");

        world.advance(Duration.ofDays(8));
        world.awaitStripe();
        Answer.holds(ada.billing().json(), "{billingState: 'restricted_read_only', effectivePlanKey: 'sandbox_grant'}");
        assertThat(ada.call(Calls.RESOLVE).is(402).field("details.reason")).isEqualTo("payment_failed");

        PortalPages.changeCard(world, PortalPages.open(ada), GOOD_CARD);
        PortalPages.payAll(world, PortalPages.open(ada));
        assertThat(invoices()).containsEntry("subscription_update", "paid " + DIFFERENCE);
        Answer.holds(ada.billing().json(), "{billingState: 'team_active', settlement: {status: 'active'}}");
    }

    private void subscribe() throws InterruptedException {
        var checkout = ada.browser()
                .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}")
                .is(200);
        CheckoutPages.submit(URI.create(checkout.field("url"))).is(303);
        world.awaitStripe();
        assertThat(ada.state()).isEqualTo("personal_active");
    }

    private void upgrade() throws InterruptedException {
        PortalPages.press(world, PortalPages.open(ada), "Change to Team, $239.00 per month")
                .is(303);
    }

    /** Status and amount of each invoice, by the reason for which it was made. */
    private Map<String, String> invoices() {
        var all = world.stripe()
                .get("/v1/invoices?customer=" + world.stripeId(ada))
                .is(200)
                .at("data");
        return StreamSupport.stream(all.spliterator(), false)
                .collect(Collectors.toMap(
                        invoice -> invoice.path("billing_reason").asText(),
                        invoice -> invoice.path("status").asText() + " "
                                + invoice.path("total").asLong()));
    }
}
