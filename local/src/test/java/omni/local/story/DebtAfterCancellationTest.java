package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cancellation ends Stripe's own collection of all that is open, and nothing is paid because a card is entered: what is owed is still
 * owed, and the portal, to which every refusal leads, is where it is paid.
 */
class DebtAfterCancellationTest {

    private static final String GOOD = "5555555555554444";
    private static final String NEVER_PAYS = "4000000000000341";

    @ParameterizedTest(name = "canceled by {0}")
    @ValueSource(strings = {"somebody on the dashboard", "Stripe after the last retry"})
    void isOwedUntilItIsPaidOnThePortal(String by) throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            world.stripe()
                    .post(
                            "/_sim/dashboard/account/default/rules",
                            "{\"retry_days\":[1,2],\"after_retries\":\"canceled\"}")
                    .is(200);
            var customer = world.signUp();
            world.useUpGrant(customer);
            var life = new Life(world, customer, new Random(1));
            life.subscribe("personal", "month");
            life.changeCard(NEVER_PAYS);
            life.to(world.now().plus(Duration.ofDays(31)));
            life.passTheHourOfADraft();
            life.isIn("payment_failed");

            if (by.startsWith("Stripe")) {
                life.to(world.now().plus(Duration.ofDays(1)));
                life.to(world.now().plus(Duration.ofDays(2)));
            } else {
                life.endPlans();
            }
            Answer.holds(customer.billing().json(), "{subscription: {status: 'canceled'}}");
            life.isIn("payment_failed");

            life.changeCard(GOOD);
            life.to(world.now().plus(Duration.ofDays(3)));
            life.isIn("payment_failed");
            life.to(world.now().plus(Duration.ofDays(5)));
            life.isIn("restricted_read_only");
            var refused = customer.call(Calls.RESOLVE);
            assertThat(refused.status()).as(refused.toString()).isIn(402, 403);
            assertThat(refused.text()).contains("open_portal");

            life.changeCardAndPay(GOOD);

            life.isIn("payg_active");
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
            assertThat(life.invoices())
                    .extracting(invoice -> invoice.path("status").asText())
                    .containsOnly("paid");
        }
    }
}
