package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import omni.local.machine.LocalFault;
import omni.local.options.UpWords;
import omni.local.stripe.PublishedApi;
import omni.local.stripe.RealStripe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** The local world on an account of Stripe; a simulator beside it, at the other address, stands in for that. */
class RealStripeStoryTest {

    private static final String KEY = "sk_test_suitebeside";
    private static final String SECRET = "whsec_suitebeside";
    private static final String WEBHOOK = "/v1/billing/webhooks/stripe";

    private static StripeSimulator stripe;
    private static final PublishedApi PUBLISHED = new PublishedApi();
    private static World world;

    private static RealStripe account(String key) {
        var options = UpWords.options(java.util.List.of());
        var environment = Map.of(
                "STRIPE_API_KEY",
                key,
                "STRIPE_WEBHOOK_SECRET",
                SECRET,
                "STRIPE_API_BASE",
                stripe.baseUri().toString());
        return RealStripe.of(environment, options, WEBHOOK).orElseThrow();
    }

    @BeforeAll
    static void start() throws Exception {
        stripe = StripeSimulator.start(SimulatorConfig.of(InstantSource.system(), KEY, SECRET));
        stripe.watch(PUBLISHED);
        world = World.start(World.Plan.standard().withoutRateLimits(), Optional.of(account(KEY)));
        stripe.webhookUrl(world.url().resolve(WEBHOOK)); // as stripe listen does
    }

    @AfterAll
    static void stop() {
        world.close();
        stripe.close();
    }

    @Test
    void aPlanIsBoughtManagedAndEndedThere() throws Exception {
        var customer = world.signUp();
        var checkout = customer.browser()
                .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}")
                .is(200);
        var page = URI.create(checkout.field("url"));
        assertThat(page).hasPort(stripe.baseUri().getPort());

        assertThat(CheckoutPages.submit(page).status()).isEqualTo(303);
        stripe.awaitDeliveries();
        var billing = customer.billing().json();
        Answer.holds(billing, "{billingState: 'personal_active', subscription: {livemode: false}}");
        assertThat(customer.call(Calls.RESOLVE).header("Omni-Plan-Key")).isEqualTo("personal");
        assertThat(customer.browser().post("/v1/billing/portal", "{}").status()).isEqualTo(200);

        stripe.cancelSubscription(billing.path("subscription").path("id").asText());
        stripe.awaitDeliveries();
        assertThat(customer.billing().field("billingState")).isEqualTo("payg_active");
        assertThat(world.log().lines()).isNotEmpty().noneMatch(line -> line.contains("suitebeside"));
        PUBLISHED.assertKept();
        PUBLISHED.assertKeyed();
        assertThat(PUBLISHED.operations())
                .as("from the catalog to the portal")
                .contains(
                        "POST /v1/billing/meters",
                        "POST /v1/billing_portal/configurations",
                        "POST /v1/billing_portal/sessions",
                        "POST /v1/checkout/sessions",
                        "POST /v1/customers",
                        "POST /v1/prices",
                        "POST /v1/products",
                        "GET /v1/subscriptions",
                        "GET /v1/invoices");
    }

    @Test
    void timeIsStripesAndTheSimulatorsControlsSayWhyTheyAreOfNoUse() {
        var control = Client.at(world.url());

        assertThat(control.get("/_local/clock").status()).isEqualTo(200);
        assertRefused(control.post("/_local/clock", "{\"advance\":\"PT1H\"}"), "clock_not_movable");
        assertRefused(control.get("/_local/stripe/faults"), "stripe_not_simulated");
        assertRefused(control.post("/_local/stripe/events/evt_1/redeliver", ""), "stripe_not_simulated");
        assertThat(world.local().stripeMode()).isEqualTo("your account, test mode");
    }

    private static void assertRefused(Answer answer, String code) {
        answer.is(409);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void aKeyThatStripeDoesNotKnowEndsTheStartWithoutSayingIt() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> World.start(World.Plan.standard(), Optional.of(account("sk_test_suiteunknown"))))
                .withMessageContaining("the catalog can't be brought to Stripe")
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("suiteunknown"));
    }
}
