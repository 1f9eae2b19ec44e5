package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import omni.local.story.Deliveries.Delivery;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stripesimulator.StripeSimulator;

/** Webhooks around a checkout that come twice, late, shuffled or never, and buyers in two tabs. */
class CheckoutAttackTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    @AutoClose
    private static final Deliveries DELIVERIES = new Deliveries(WORLD);

    /** What the customers of the tests before have set off still. */
    @BeforeEach
    void forgetWhatWasTold() throws InterruptedException {
        DELIVERIES.taken();
    }

    private static Answer checkout(Customer customer, String plan) {
        return customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"" + plan + "\"}");
    }

    private static URI page(Answer checkout) {
        checkout.is(200);
        return URI.create(checkout.field("url"));
    }

    private static JsonNode billing(Customer customer) {
        return customer.billing().json();
    }

    private static void bring(Delivery delivery) {
        delivery.bring(WORLD).is(200);
    }

    @Test
    void twoTabsWithOnePageAndTwoPagesOneAfterTheOtherMakeOneSubscription() throws Exception {
        var customer = WORLD.signUp();
        var first = page(checkout(customer, "personal"));
        var second = page(checkout(customer, "team"));

        assertThat(CheckoutPages.submit(first).status())
                .as("expired by the second")
                .isEqualTo(410);
        assertThat(CheckoutPages.submit(second).status()).isEqualTo(303);
        assertThat(CheckoutPages.submit(second).status()).as("paid already").isEqualTo(200);
        DELIVERIES.taken().forEach(CheckoutAttackTest::bring);

        assertThat(customer.state()).isEqualTo("team_active");
    }

    /** Checkout in two tabs, the portal in a third, a wish for another plan meanwhile, and nothing told until the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void checkoutAndPortalTogetherMakeOneSubscriptionAndOneChargeForEach(long seed) throws Exception {
        var customer = WORLD.signUp();
        var before = WORLD.local().stripe().events().size();
        var page = page(checkout(customer, "personal"));
        var portal = PortalPages.open(customer);

        var tabs = Race.run(2, _ -> CheckoutPages.submit(page));
        assertThat(tabs).extracting(Answer::status).contains(303).isSubsetOf(303, 200);
        Race.run(2, tab -> tab == 0 ? changed(portal) : checkout(customer, "team"))
                .forEach(answer ->
                        assertThat(answer.status()).as(answer.toString()).isIn(303, 409));
        var told = new ArrayList<>(DELIVERIES.taken());
        Collections.shuffle(told, new Random(seed));
        Race.run(told.size(), number -> told.get(number).bring(WORLD))
                .forEach(answer -> assertThat(answer.status()).isEqualTo(200));

        assertThat(customer.state()).as("seed " + seed).isEqualTo("team_active");
        var subscription = billing(customer).path("subscription").path("id").asText();
        var types = WORLD.local().stripe().events().stream()
                .skip(before)
                .filter(event -> event.type().equals("charge.succeeded")
                        || event.objectId().equals(subscription))
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
        assertThat(types).containsOnlyOnce("customer.subscription.created");
        assertThat(types.stream().filter("charge.succeeded"::equals))
                .as("for the plan, and for its change: %s", types)
                .hasSize(2);
    }

    private static Answer changed(URI portal) {
        try {
            return PortalPages.press(WORLD, portal, "Change to Team, $2,388.00 per year");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every webhook is lost: what was paid is not sold again, and the next event of any kind tells all. */
    @Test
    void droppedEventsSellNothingTwice() throws Exception {
        var customer = WORLD.signUp();
        assertThat(CheckoutPages.submit(page(checkout(customer, "personal"))).status())
                .isEqualTo(303);
        DELIVERIES.taken();
        assertThat(customer.state()).as("nobody has told").isEqualTo("sandbox_grant");

        assertThat(checkout(customer, "team").code()).isEqualTo("subscription_already_active");

        WORLD.local()
                .stripe()
                .attachCard(billing(customer)
                        .path("customer")
                        .path("stripeCustomerId")
                        .asText());
        bring(DELIVERIES.taken().getFirst());
        assertThat(customer.state()).isEqualTo("personal_active");
    }

    /** The card that came with the plan needs no page either, told or not. */
    @Test
    void aPaidPlanLeavesNoPageOpenOnceItIsTold() throws Exception {
        var customer = WORLD.signUp();
        var paid = page(checkout(customer, "personal"));
        assertThat(CheckoutPages.submit(paid).status()).isEqualTo(303);
        var told = DELIVERIES.taken();
        var setup = customer.browser().post("/v1/billing/payg/activate", "{}");
        assertThat(setup.at("url").isNull()).as("the card is there: " + setup).isTrue();

        told.forEach(CheckoutAttackTest::bring);

        assertThat(customer.state()).isEqualTo("personal_active");
        assertThat(Objects.requireNonNull(WORLD.accounts().billing(customer.orgId()))
                        .openCheckout())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void duplicatedDelayedShuffledAndDroppedEventsEndAtWhatStripeSays(long seed) throws Exception {
        var random = new Random(seed);
        var customer = WORLD.signUp();
        var known = new ArrayList<Delivery>();
        assertThat(CheckoutPages.submit(page(checkout(customer, random.nextBoolean() ? "personal" : "team")))
                        .status())
                .isEqualTo(303);
        known.addAll(DELIVERIES.taken());
        var subscription = subscriptionOf(known);
        var stripeId = WORLD.stripeId(customer);
        bring(known.get(random.nextInt(known.size())));
        boolean ended = random.nextBoolean();
        if (ended) {
            WORLD.local().stripe().cancelSubscription(subscription);
        } else {
            WORLD.local().stripe().attachCard(stripeId);
        }
        var late = DELIVERIES.taken();
        known.addAll(List.copyOf(known)); // each twice
        Collections.shuffle(known, random);
        var dropped = random.nextInt(known.size());
        known.subList(0, dropped).clear();
        known.addAll(late); // what was never told is told by a later event
        Collections.shuffle(known, random);

        Race.run(known.size(), number -> known.get(number).bring(WORLD))
                .forEach(answer -> assertThat(answer.status())
                        .as("seed " + seed + ": " + answer)
                        .isEqualTo(200));

        assertThat(customer.state().equals("payg_active"))
                .as("seed " + seed + " " + customer.state())
                .isEqualTo(ended);
        assertThat(billing(customer).path("subscription").path("status").asText())
                .as("seed " + seed)
                .isEqualTo(ended ? "canceled" : "active");
    }

    private static String subscriptionOf(List<Delivery> known) {
        return known.stream()
                .map(Delivery::body)
                .filter(body -> body.contains("\"customer.subscription.created\""))
                .map(body -> body.replaceAll("(?s).*?\"id\"\\s*:\\s*\"(sub_[^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    }
}
