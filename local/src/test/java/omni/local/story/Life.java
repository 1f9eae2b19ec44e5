package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import omni.billing.InvoicePeriod;
import omni.billing.Money;

/** One customer through the years: moves the clock, calls, acts, and keeps count of what each month's calls cost. */
final class Life {

    private final World world;
    private final Customer customer;
    private final Random random;
    private final TreeMap<InvoicePeriod, Money> spent = new TreeMap<>();

    Life(World world, Customer customer, Random random) {
        this.world = world;
        this.customer = customer;
        this.random = random;
    }

    Instant now() {
        return world.now();
    }

    /** What the calls of each month have cost by what their answers said. */
    SortedMap<InvoicePeriod, Money> spent() {
        return new TreeMap<>(spent);
    }

    /** Moves the clock; returns when Stripe has told what that did. */
    void to(Instant time) throws InterruptedException {
        world.drain();
        world.advance(Duration.between(now(), time));
        world.awaitStripe();
        world.drain();
    }

    /** A few calls of different prices; those that are served are paid for. */
    void calls() {
        for (var left = 1 + random.nextInt(2); left > 0; left--) {
            var answer = customer.call(Calls.ALL.get(random.nextInt(Calls.ALL.size())));
            if (answer.status() == 200) {
                var dollars =
                        new BigDecimal(answer.header("Omni-Estimated-Cost").substring(1));
                spent.merge(
                        InvoicePeriod.at(now()),
                        new Money(dollars.movePointRight(6).longValueExact()),
                        Money::plus);
            } else {
                assertThat(answer.status()).as(answer.toString()).isIn(402, 403);
            }
        }
    }

    void subscribe(String plan, String interval) throws Exception {
        var body = "{\"planKey\":\"%s\",\"interval\":\"%s\"}".formatted(plan, interval);
        CheckoutPages.pay(world, signedIn().browser().post("/v1/billing/checkout", body));
    }

    void press(String words) throws Exception {
        assertThat(PortalPages.press(world, portal(), words).status()).isEqualTo(303);
    }

    void changeCard(String number) throws Exception {
        PortalPages.changeCard(world, portal(), number);
    }

    /** Enters another card in the portal, and pays there what is open. */
    void changeCardAndPay(String number) throws Exception {
        changeCard(number);
        PortalPages.payAll(world, portal());
    }

    /** Until what was drafted just now is final. */
    void passTheHourOfADraft() throws InterruptedException {
        to(now().plus(Duration.ofHours(1)));
    }

    private URI portal() throws Exception {
        return PortalPages.open(signedIn());
    }

    /** Ends every plan at once, as somebody does on the dashboard: the portal ends it with its period only. */
    void endPlans() throws InterruptedException {
        for (var subscription : subscriptions()) {
            var price = subscription.at("/items/data/0/price/recurring/usage_type");
            if (price.asText().equals("licensed")
                    && !subscription.path("status").asText().equals("canceled")) {
                world.local()
                        .stripe()
                        .cancelSubscription(subscription.path("id").asText());
            }
        }
        world.awaitStripe();
    }

    /** Takes every card away, as somebody does on the dashboard. */
    void removeCards() throws InterruptedException {
        for (var card : stripe("/v1/payment_methods?customer=" + stripeId() + "&limit=100")) {
            world.local().stripe().detachCard(card.path("id").asText());
        }
        world.awaitStripe();
    }

    /** Pays by transfer what is open. */
    void payOpenInvoices() throws InterruptedException {
        for (var invoice : invoices()) {
            if (invoice.path("status").asText().equals("open")) {
                world.local().stripe().receivePayment(invoice.path("id").asText());
            }
        }
        world.awaitStripe();
    }

    /** All of the customer's invoices, oldest first. */
    List<JsonNode> invoices() {
        return stripe("/v1/invoices?customer=" + stripeId() + "&limit=100").reversed();
    }

    List<JsonNode> subscriptions() {
        return stripe("/v1/subscriptions?customer=" + stripeId() + "&status=all&limit=100");
    }

    private String stripeId() {
        return world.stripeId(customer);
    }

    private List<JsonNode> stripe(String path) {
        var key = world.local().environment().get("OMNI_STRIPE_API_KEY");
        var answer = Client.at(world.local().stripe().baseUri())
                .with("Authorization", "Bearer " + key)
                .get(path)
                .is(200);
        assertThat(answer.at("has_more").asBoolean()).as(path).isFalse();
        return answer.data();
    }

    /** Signed in anew each time: no session lives for years. */
    private Customer signedIn() throws Exception {
        var cookie = world.local().signIn().signIn(customer.email()).cookie();
        var browser = world.nobody().withSession(cookie);
        return new Customer(customer.orgId(), customer.email(), customer.key(), cookie, customer.program(), browser);
    }

    void isIn(String state) {
        var billing = customer.billing().json();
        assertThat(billing.path("billingState").asText())
                .as("%s: %s", now(), billing)
                .isEqualTo(state);
    }
}
