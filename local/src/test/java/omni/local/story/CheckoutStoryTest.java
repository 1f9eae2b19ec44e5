package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import omni.local.demo.ApiAnswer;
import omni.local.demo.ApiClient;
import omni.local.demo.CheckoutForm;
import org.junit.jupiter.api.Test;

/** A plan's life over HTTP: from the 402 that points to it, over both hosted pages, to its end. */
@SharedWorld(SharedWorld.Kind.STILL)
class CheckoutStoryTest {

    private final World world;

    CheckoutStoryTest(World world) {
        this.world = world;
    }

    @Test
    void aPersonSubscribesWhereThe402PointsAndManagesThePlanOnThePortal() throws Exception {
        var ada = world.signUp();
        world.useUpGrant(ada);
        var refused = ada.call(Calls.RESOLVE);
        assertThat(refused.status()).isEqualTo(402);
        var step = step(refused, "start_checkout");

        var checkout =
                ada.browser().post(step.path("path").asText(), "{\"planKey\":\"personal\",\"interval\":\"month\"}");
        assertThat(checkout.status()).as(checkout.toString()).isEqualTo(200);
        assertThat(checkout.json().path("planKey").asText()).isEqualTo("personal");
        var page = URI.create(checkout.json().path("url").asText());
        assertThat(state(ada)).as("nothing but the webhook changes it").isEqualTo("payg_pending_card");
        assertThat(declined(page).status()).isEqualTo(402);
        assertThat(state(ada)).isEqualTo("payg_pending_card");
        assertThat(paid(page).header("Location"))
                .isEqualTo(world.local().environment().get("OMNI_REDIRECT_SUCCESS_URL"));

        subscribed(ada, "personal");
        assertThat(ada.call(Calls.RESOLVE).status()).isEqualTo(200);
        assertThat(ada.call(Calls.RESOLVE).header("Omni-Plan-Key")).isEqualTo("personal");

        var portal = PortalPages.open(ada);
        assertThat(PortalPages.press(world, portal, "Change to Team, $239.00 per month")
                        .status())
                .isEqualTo(303);
        subscribed(ada, "team");
        assertThat(ada.call(Calls.RESOLVE).header("X-RateLimit-Limit")).isEqualTo("1200");

        PortalPages.press(world, portal, "Cancel on 2026-06-14");
        var ending = ada.billing().json();
        assertThat(ending.path("billingState").asText()).isEqualTo("team_active");
        assertThat(ending.path("subscription").path("cancelAtPeriodEnd").asBoolean())
                .isTrue();
        PortalPages.press(world, portal, "Keep the plan");
        assertThat(ada.billing()
                        .json()
                        .path("subscription")
                        .path("cancelAtPeriodEnd")
                        .asBoolean())
                .isFalse();

        PortalPages.press(world, portal, "Cancel now");
        var ended = ada.billing().json();
        assertThat(ended.path("billingState").asText()).isEqualTo("payg_active");
        assertThat(ended.path("subscription").path("status").asText()).isEqualTo("canceled");
        assertThat(ended.path("publicPlanKey").asText()).isEqualTo("payg");
        assertThat(ada.browser()
                        .post("/v1/billing/checkout", "{\"planKey\":\"team\"}")
                        .status())
                .as("and it can begin again")
                .isEqualTo(200);
    }

    private void subscribed(Customer customer, String plan) {
        var billing = customer.billing().json();
        assertThat(billing.path("billingState").asText()).as(billing.toString()).isEqualTo(plan + "_active");
        assertThat(billing.path("effectivePlanKey").asText()).isEqualTo(plan);
        assertThat(billing.path("rightsKey").asText()).isEqualTo("internal_use");
        assertThat(billing.path("cardOnFile").asBoolean()).isTrue();
        assertThat(billing.path("settlement").path("status").asText()).isEqualTo("active");
        var subscription = billing.path("subscription");
        assertThat(subscription.path("object").asText()).isEqualTo("billing_subscription");
        assertThat(subscription.path("id").asText()).startsWith("sub_");
        assertThat(subscription.path("orgId").asText()).isEqualTo(customer.orgId());
        assertThat(subscription.path("stripeCustomerId").asText())
                .isEqualTo(billing.path("customer").path("stripeCustomerId").asText());
        assertThat(subscription.path("planKey").asText()).isEqualTo(plan);
        assertThat(subscription.path("stripePriceId").asText()).startsWith("price_");
        assertThat(subscription.path("stripeProductId").asText()).startsWith("prod_");
        assertThat(subscription.path("status").asText()).isEqualTo("active");
        assertThat(subscription.path("currentPeriodStart").asText()).isEqualTo("2026-05-14T09:00:00.000Z");
        assertThat(subscription.path("currentPeriodEnd").asText()).isEqualTo("2026-06-14T09:00:00.000Z");
        assertThat(subscription.path("livemode").asBoolean()).isFalse();
        assertThat(billing.path("customer").path("email").asText()).isEqualTo(customer.email());
        assertThat(planOf(billing, plan).path("apiKeysIncluded").asInt()).isEqualTo(plan.equals("team") ? 10 : 3);
    }

    private static JsonNode planOf(JsonNode billing, String plan) {
        for (var known : billing.path("plans")) {
            if (known.path("key").asText().equals(plan)) {
                return known;
            }
        }
        throw new AssertionError(plan);
    }

    private static String state(Customer customer) {
        return customer.billing().json().path("billingState").asText();
    }

    private static JsonNode step(ApiAnswer refusal, String action) {
        for (var step : refusal.json().path("details").path("nextSteps")) {
            if (step.path("action").asText().equals(action)) {
                return step;
            }
        }
        throw new AssertionError(refusal.toString());
    }

    private static CheckoutForm form(URI page) {
        var shown = ApiClient.at(page.resolve("/")).get(page.toString());
        return CheckoutForm.on(page, shown.text()).orElseThrow(() -> new AssertionError(shown.toString()));
    }

    private static ApiAnswer declined(URI page) {
        return form(page).with("number", "4000000000000002").submit(ApiClient.at(page.resolve("/")));
    }

    private ApiAnswer paid(URI page) throws InterruptedException {
        var answer = form(page).submit(ApiClient.at(page.resolve("/")));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(303);
        world.local().stripe().awaitDeliveries();
        return answer;
    }
}
