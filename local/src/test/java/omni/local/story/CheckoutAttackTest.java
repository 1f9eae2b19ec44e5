package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import omni.local.demo.ApiAnswer;
import omni.local.story.Deliveries.Delivery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stripesimulator.StripeSimulator;

/** Webhooks around a checkout that come twice, late, shuffled or never, and buyers in two tabs. */
class CheckoutAttackTest {

    private static World world;
    private static Deliveries deliveries;

    @BeforeAll
    static void start() throws Exception {
        world = World.start(World.Plan.standard().withStillClock().withoutRateLimits());
        deliveries = new Deliveries();
        world.local().stripe().webhookUrl(deliveries.url());
    }

    @AfterAll
    static void stop() {
        world.close();
        deliveries.close();
    }

    /** What the customers of the tests before have set off still. */
    @BeforeEach
    void forgetWhatWasTold() throws InterruptedException {
        deliveries.taken(world);
    }

    private static ApiAnswer checkout(Customer customer, String plan) {
        return customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"" + plan + "\"}");
    }

    private static URI page(ApiAnswer checkout) {
        assertThat(checkout.status()).as(checkout.toString()).isEqualTo(200);
        return URI.create(checkout.json().path("url").asText());
    }

    private static JsonNode billing(Customer customer) {
        return customer.billing().json();
    }

    private static String state(Customer customer) {
        return billing(customer).path("billingState").asText();
    }

    private static void bring(Delivery delivery) {
        var answer = delivery.bring(world);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void twoTabsWithOnePageAndTwoPagesOneAfterTheOtherMakeOneSubscription() throws Exception {
        var customer = world.signUp();
        var first = page(checkout(customer, "personal"));
        var second = page(checkout(customer, "team"));

        assertThat(CheckoutPages.submit(first).status())
                .as("expired by the second")
                .isEqualTo(410);
        assertThat(CheckoutPages.submit(second).status()).isEqualTo(303);
        assertThat(CheckoutPages.submit(second).status()).as("paid already").isEqualTo(200);
        deliveries.taken(world).forEach(CheckoutAttackTest::bring);

        assertThat(state(customer)).isEqualTo("team_active");
    }

    /** Checkout in two tabs, the portal in a third, a wish for another plan meanwhile, and nothing told until the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void checkoutAndPortalTogetherMakeOneSubscriptionAndOneCharge(long seed) throws Exception {
        var customer = world.signUp();
        var before = world.local().stripe().events().size();
        var page = page(checkout(customer, "personal"));
        var portal = PortalPages.open(customer);

        var tabs = Race.run(2, _ -> CheckoutPages.submit(page));
        assertThat(tabs).extracting(ApiAnswer::status).contains(303).isSubsetOf(303, 200);
        Race.run(2, tab -> tab == 0 ? changed(portal) : checkout(customer, "team"))
                .forEach(answer ->
                        assertThat(answer.status()).as(answer.toString()).isIn(303, 409));
        var told = new ArrayList<>(deliveries.taken(world));
        Collections.shuffle(told, new Random(seed));
        Race.run(told.size(), number -> told.get(number).bring(world))
                .forEach(answer -> assertThat(answer.status()).isEqualTo(200));

        assertThat(state(customer)).as("seed " + seed).isEqualTo("team_active");
        var subscription = billing(customer).path("subscription").path("id").asText();
        var types = world.local().stripe().events().stream()
                .skip(before)
                .filter(event -> event.type().equals("charge.succeeded")
                        || event.objectId().equals(subscription))
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
        assertThat(types).containsOnlyOnce("customer.subscription.created", "charge.succeeded");
    }

    private static ApiAnswer changed(URI portal) {
        try {
            return PortalPages.press(world, portal, "Change to Team, $2,388.00 per year");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every webhook is lost: what was paid is not sold again, and the next event of any kind tells all. */
    @Test
    void droppedEventsSellNothingTwice() throws Exception {
        var customer = world.signUp();
        assertThat(CheckoutPages.submit(page(checkout(customer, "personal"))).status())
                .isEqualTo(303);
        deliveries.taken(world);
        assertThat(state(customer)).as("nobody has told").isEqualTo("sandbox_grant");

        assertThat(checkout(customer, "team").code()).isEqualTo("subscription_already_active");

        world.local()
                .stripe()
                .attachCard(billing(customer)
                        .path("customer")
                        .path("stripeCustomerId")
                        .asText());
        bring(deliveries.taken(world).getFirst());
        assertThat(state(customer)).isEqualTo("personal_active");
    }

    /** The card that came with the plan needs no page either, told or not. */
    @Test
    void aPaidPlanLeavesNoPageOpenOnceItIsTold() throws Exception {
        var customer = world.signUp();
        var paid = page(checkout(customer, "personal"));
        assertThat(CheckoutPages.submit(paid).status()).isEqualTo(303);
        var told = deliveries.taken(world);
        var setup = customer.browser().post("/v1/billing/payg/activate", "{}");
        assertThat(setup.json().path("url").isNull())
                .as("the card is there: " + setup)
                .isTrue();

        told.forEach(CheckoutAttackTest::bring);

        assertThat(state(customer)).isEqualTo("personal_active");
        assertThat(Objects.requireNonNull(world.accounts().billing(customer.orgId()))
                        .openCheckout())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void duplicatedDelayedShuffledAndDroppedEventsEndAtWhatStripeSays(long seed) throws Exception {
        var random = new Random(seed);
        var customer = world.signUp();
        var known = new ArrayList<Delivery>();
        assertThat(CheckoutPages.submit(page(checkout(customer, random.nextBoolean() ? "personal" : "team")))
                        .status())
                .isEqualTo(303);
        known.addAll(deliveries.taken(world));
        var subscription = subscriptionOf(known);
        var stripeId = Objects.requireNonNull(
                        world.accounts().billing(customer.orgId()).customer())
                .id();
        bring(known.get(random.nextInt(known.size())));
        boolean ended = random.nextBoolean();
        if (ended) {
            world.local().stripe().cancelSubscription(subscription);
        } else {
            world.local().stripe().attachCard(stripeId);
        }
        var late = deliveries.taken(world);
        known.addAll(List.copyOf(known)); // each twice
        Collections.shuffle(known, random);
        var dropped = random.nextInt(known.size());
        known.subList(0, dropped).clear();
        known.addAll(late); // what was never told is told by a later event
        Collections.shuffle(known, random);

        Race.run(known.size(), number -> known.get(number).bring(world))
                .forEach(answer -> assertThat(answer.status())
                        .as("seed " + seed + ": " + answer)
                        .isEqualTo(200));

        assertThat(state(customer).equals("payg_active"))
                .as("seed " + seed + " " + state(customer))
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
