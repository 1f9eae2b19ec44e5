package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import omni.local.world.LocalWorld;

/** Whoever lives through the month's end: organizations that pay in each way, and some that don't. */
final class MonthEndCast {

    private final World world;
    private final Random random;
    private final Map<String, Customer> people = new LinkedHashMap<>();
    private boolean cardless;

    MonthEndCast(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** Each with a card or a plan, as it comes to be in fair weather. */
    void settle() throws Exception {
        for (var name : List.of("payg", "personal", "team", "contract", "free", "cancels", "leaves")) {
            people.put(name, world.signUp());
        }
        for (var name : List.of("payg", "leaves")) {
            world.payWithCard(of(name));
        }
        subscribe("personal", "personal", "month");
        subscribe("team", "team", "year");
        subscribe("cancels", "personal", "month");
        world.signIn(LocalWorld.OPERATOR)
                .put(
                        "/v1/admin/orgs/" + of("contract").orgId() + "/contract",
                        "{\"startsAt\":\"" + world.now() + "\",\"discount\":0.333333}")
                .is(200);
        people.forEach((name, customer) -> {
            if (!name.equals("free")) {
                world.useUpGrant(customer);
            }
        });
    }

    private void subscribe(String name, String plan, String interval) throws InterruptedException {
        var body = "{\"planKey\":\"%s\",\"interval\":\"%s\"}".formatted(plan, interval);
        CheckoutPages.pay(world, of(name).browser().post("/v1/billing/checkout", body));
    }

    Customer of(String name) {
        return Objects.requireNonNull(people.get(name), name);
    }

    Map<String, Customer> people() {
        return people;
    }

    /** A few calls, by whom chance takes. */
    void calls(int most) {
        var names = new ArrayList<>(people.keySet());
        for (var left = random.nextInt(most + 1); left > 0; left--) {
            call(names.get(random.nextInt(names.size())));
        }
    }

    void call(String name) {
        var answer = of(name).call(Calls.ALL.get(random.nextInt(Calls.ALL.size())));
        assertThat(answer.status()).as("%s: %s", name, answer).isIn(200, 402);
    }

    /** Somebody new, whose grant is used up at once. */
    void begin() throws Exception {
        people.put("newcomer", world.signUp());
        world.useUpGrant(of("newcomer"));
        cardless = true;
    }

    /** The newcomer tries for a card, as long as there is none. */
    void tryForCard() throws InterruptedException {
        if (cardless) {
            var answer = of("newcomer").browser().post("/v1/billing/payg/activate", "{}");
            assertThat(answer.status()).as(answer.toString()).isIn(200, 502);
            cardless = answer.status() != 200;
            if (!cardless && answer.field("url").startsWith("http")) {
                CheckoutPages.submit(CheckoutPages.page(answer), form -> form.with("name", "Nea Comer"));
            }
        }
    }

    /** Ends the plan on Stripe's dashboard. */
    void cancel() {
        world.stripe().get("/v1/subscriptions?limit=100&customer=" + world.stripeId(of("cancels"))).data().stream()
                .filter(each -> each.at("/items/data/0/price/recurring/usage_type")
                        .asText()
                        .equals("licensed"))
                .forEach(each -> world.local()
                        .stripe()
                        .cancelSubscription(each.path("id").asText()));
    }

    /** Is deleted on Stripe's dashboard. */
    void leave() {
        world.local().stripe().deleteCustomer(world.stripeId(of("leaves")));
    }

    /** Comes back with a card. */
    void comeBack() throws Exception {
        var old = of("leaves");
        var cookie = world.local().signIn().signIn(old.email()).cookie();
        world.payWithCard(new Customer(
                old.orgId(),
                old.email(),
                old.key(),
                cookie,
                old.program(),
                world.nobody().withSession(cookie)));
    }
}
