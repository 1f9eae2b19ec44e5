package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import omni.json.Timestamps;
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
        var refused = ada.call(Calls.RESOLVE).is(402);
        var step = step(refused, "start_checkout");

        var checkout = ada.browser()
                .post(step.path("path").asText(), "{\"planKey\":\"personal\",\"interval\":\"month\"}")
                .is(200);
        assertThat(checkout.field("planKey")).isEqualTo("personal");
        var page = URI.create(checkout.field("url"));
        assertThat(ada.state()).as("nothing but the webhook changes it").isEqualTo("payg_pending_card");
        assertThat(declined(page).status()).isEqualTo(402);
        assertThat(ada.state()).isEqualTo("payg_pending_card");
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

        PortalPages.press(world, portal, "Cancel on " + inAMonth().toString().substring(0, 10));
        var ending = ada.billing().json();
        Answer.holds(ending, "{billingState: 'team_active', subscription: {cancelAtPeriodEnd: true}}");
        var subscription = ending.path("subscription");
        assertThat(subscription.path("cancelAt")).isEqualTo(subscription.path("currentPeriodEnd"));
        PortalPages.press(world, portal, "Keep the plan");
        assertThat(ada.billing().at("subscription.cancelAtPeriodEnd").asBoolean())
                .isFalse();

        // On the dashboard: our portal ends a plan with its period only.
        world.local()
                .stripe()
                .cancelSubscription(ada.billing().at("subscription.id").asText());
        world.awaitStripe();
        var ended = ada.billing().json();
        Answer.holds(ended, """
                {billingState: 'payg_active', subscription: {status: 'canceled'}, publicPlanKey: 'payg'}""");
        assertThat(ada.browser()
                        .post("/v1/billing/checkout", "{\"planKey\":\"team\"}")
                        .status())
                .as("and it can begin again")
                .isEqualTo(200);
    }

    @Test
    void aPausedCollectionIsShownAndKeepsThePlan() throws Exception {
        var ada = world.signUp();
        paid(URI.create(ada.browser()
                .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}")
                .is(200)
                .field("url")));
        subscribed(ada, "personal");
        var control = "/_sim/dashboard/subscriptions/"
                + ada.billing().at("subscription.id").asText();

        world.stripe()
                .post(control + "/pause", "{\"behavior\":\"keep_as_draft\"}")
                .is(200);
        world.awaitStripe();
        Answer.holds(
                ada.billing().json(),
                "{billingState: 'personal_active', subscription: {status: 'active', collectionPaused: true}}");

        world.stripe().post(control + "/resume", "{}").is(200);
        world.awaitStripe();
        Answer.holds(
                ada.billing().json(),
                "{billingState: 'personal_active', subscription: {collectionPaused: false, cancelAt: null}}");
    }

    private Instant inAMonth() {
        return world.now().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
    }

    private void subscribed(Customer customer, String plan) {
        var billing = customer.billing().json();
        assertThat(billing.path("billingState").asText()).as(billing.toString()).isEqualTo(plan + "_active");
        Answer.holds(billing, """
                {effectivePlanKey: '%s', rightsKey: 'internal_use', cardOnFile: true, settlement: {status: 'active'}}""", plan);
        var subscription = billing.path("subscription");
        assertThat(subscription.path("object").asText()).isEqualTo("billing_subscription");
        assertThat(subscription.path("id").asText()).startsWith("sub_");
        Answer.holds(
                subscription,
                """
                {orgId: '%s', stripeCustomerId: '%s', planKey: '%s'}""",
                customer.orgId(),
                billing.path("customer").path("stripeCustomerId").asText(),
                plan);
        assertThat(subscription.path("stripePriceId").asText()).startsWith("price_");
        assertThat(subscription.path("stripeProductId").asText()).startsWith("prod_");
        Answer.holds(subscription, """
                {status: 'active', currentPeriodStart: '%s',
                 currentPeriodEnd: '%s', livemode: false}""", Timestamps.text(world.now()), Timestamps.text(inAMonth()));
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

    private static JsonNode step(Answer refusal, String action) {
        for (var step : refusal.at("details.nextSteps")) {
            if (step.path("action").asText().equals(action)) {
                return step;
            }
        }
        throw new AssertionError(refusal.toString());
    }

    private static Answer declined(URI page) {
        return CheckoutPages.submit(page, form -> form.with("number", "4000000000000002"));
    }

    private Answer paid(URI page) throws InterruptedException {
        var answer = CheckoutPages.submit(page).is(303);
        world.awaitStripe();
        return answer;
    }
}
