package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import omni.account.Account;
import omni.billing.BillingRecord;
import omni.billing.CollectionMethod;
import omni.billing.Contract;
import omni.billing.CustomerReading;
import omni.billing.Discount;
import omni.billing.MeteringSubscription;
import omni.billing.PaymentOutcome;
import omni.invoicing.MeteringKeeper;
import omni.lambda.StripeRoot;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The subscription that usage is invoiced through, from the first card to the last dispute with the dashboard. */
class MeteringStoryTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    private static StripeRoot root(World in) {
        return StripeRoot.of(in.local().foundation(), in.local().table());
    }

    private static Optional<String> stripeId(World in, Customer customer) {
        return Optional.ofNullable(in.accounts().billing(customer.orgId()).customer())
                .map(BillingRecord.Customer::id);
    }

    private static List<MeteringSubscription> metering(String stripeId) {
        var reading = root(WORLD).payments().readCustomer(stripeId);
        return reading instanceof PaymentOutcome.Done<CustomerReading>(CustomerReading.Present present)
                ? present.metering()
                : List.of();
    }

    /** The only one that is live. */
    private static MeteringSubscription live(Customer customer) {
        var live = metering(stripeId(WORLD, customer).orElseThrow()).stream()
                .filter(MeteringSubscription::live)
                .toList();
        assertThat(live).hasSize(1);
        return live.getFirst();
    }

    private static void awaitWebhooks() throws InterruptedException {
        WORLD.awaitStripe();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-31T12:00:00Z, 2026-09-01T00:00:00Z",
        "2026-11-30T23:59:59Z, 2026-12-01T00:00:00Z",
        "2028-02-29T08:30:00Z, 2028-03-01T00:00:00Z"
    })
    void aCardBringsOneWhosePeriodsAreTheMonths(Instant at, Instant anchor) throws Exception {
        var plan = new World.Plan(InstantSource.fixed(at), false, Optional.empty(), Map.of());
        try (var then = World.start(plan)) {
            var customer = then.signUp();

            then.payWithCard(customer);

            var stripe = Client.at(then.local().stripe().baseUri())
                    .with(
                            "Authorization",
                            "Bearer " + then.local().environment().get("OMNI_STRIPE_API_KEY"));
            var found = stripe.get(
                    "/v1/subscriptions?customer=" + stripeId(then, customer).orElseThrow());
            var anchors = StreamSupport.stream(found.json().path("data").spliterator(), false)
                    .map(subscription -> subscription.path("billing_cycle_anchor"))
                    .map(JsonNode::asLong)
                    .map(Instant::ofEpochSecond)
                    .toList();
            assertThat(anchors).as(found.toString()).containsExactly(anchor);
        }
    }

    @Test
    void oneThatIsEndedOnTheDashboardIsBegunAgain() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var first = live(customer);

        WORLD.local().stripe().cancelSubscription(first.id());
        awaitWebhooks();

        assertThat(live(customer).id()).isNotEqualTo(first.id());
        assertThat(live(customer).collection()).isEqualTo(CollectionMethod.CARD);
    }

    @Test
    void aContractIsMailedUntilThereIsACardAndWhenItIsGone() throws Exception {
        var customer = WORLD.signUp();
        var contract = new Contract(WORLD.now(), null, Discount.NONE, null);
        WORLD.standing(customer, new Account.Standing(false, null, null, true, contract, false, null));

        // No webhook tells of a contract: this is what a job does that finds its mark.
        assertThat(root(WORLD).keeper().ensure(customer.orgId(), WORLD.now()))
                .isInstanceOf(MeteringKeeper.Outcome.Live.class);

        var first = live(customer);
        var stripeId = stripeId(WORLD, customer).orElseThrow();
        assertThat(first.collection()).isEqualTo(CollectionMethod.INVOICE);
        assertThat(customer.billing().field("customer.email")).isEqualTo(customer.email());

        var card = WORLD.local().stripe().attachCard(stripeId);
        awaitWebhooks();
        assertThat(live(customer).collection()).isEqualTo(CollectionMethod.CARD);

        WORLD.local().stripe().detachCard(card);
        awaitWebhooks();
        assertThat(live(customer).collection()).isEqualTo(CollectionMethod.INVOICE);
        assertThat(live(customer).id()).as("one and the same").isEqualTo(first.id());

        WORLD.payWithCard(customer);
        assertThat(stripeId(WORLD, customer))
                .as("a checkout makes no second customer")
                .contains(stripeId);
        assertThat(live(customer).id()).isEqualTo(first.id());
    }

    @Test
    void theNextActivationOfADeletedCustomerBringsOneToo() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var first = stripeId(WORLD, customer).orElseThrow();

        WORLD.local().stripe().deleteCustomer(first);
        awaitWebhooks();
        assertThat(stripeId(WORLD, customer)).isEmpty();

        WORLD.payWithCard(customer);
        assertThat(stripeId(WORLD, customer)).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(live(customer).collection()).isEqualTo(CollectionMethod.CARD);
    }

    @Test
    void eachWebhookIsAnEventThatItsRequestLeadsTo() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);

        var listed = customer.browser().get("/v1/events?type=billing.stripe_event.processed&limit=100");

        var events = listed.data();
        assertThat(events)
                .extracting(event -> event.path("data").path("type").asText())
                .contains("checkout.session.completed", "payment_method.attached", "customer.subscription.created");
        assertThat(events)
                .extracting(event -> event.path("data").path("id").asText())
                .doesNotHaveDuplicates();
        var event = events.getFirst();
        var diagnostics = customer.browser()
                .get("/v1/diagnostics/requests/" + event.path("requestId").asText())
                .json();
        assertThat(diagnostics.path("webhookDeliveries")).containsExactly(event);
        Answer.holds(diagnostics, "{summary: {webhookDeliveryCount: 1}}");
    }

    /** The grace counts from the invoice, whoever tells of it and when: here the sweep does, then webhooks that come days late. */
    @Test
    void aLateWebhookShortensNoGraceAndGivesNone() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var stripe = WORLD.local().stripe();
        var due = WORLD.now().plus(Duration.ofDays(2));
        var invoice = stripe.invoiceByMail(stripeId(WORLD, customer).orElseThrow(), 5_000, Duration.ofDays(2));
        try (var held = new Deliveries(WORLD)) {
            WORLD.advance(Duration.ofDays(8));
            var late = held.taken();
            assertThat(since(customer)).as("told by the sweep").isEqualTo(due);
            for (var delivery : late) {
                Deliveries.signed(delivery.body(), secret(), WORLD.now()).bring(WORLD);
            }
            assertThat(since(customer)).isEqualTo(due);
            assertThat(customer.state()).as("six days after it was due").isEqualTo("payment_failed");

            WORLD.advance(Duration.ofDays(1));
            assertThat(customer.state()).as("seven days after it was due").isEqualTo("restricted_read_only");

            stripe.receivePayment(invoice);
            for (var delivery : held.taken()) {
                delivery.bring(WORLD);
            }
            assertThat(customer.state()).isEqualTo("payg_active");
        } finally {
            stripe.webhookUrl(WORLD.url().resolve("/v1/billing/webhooks/stripe"));
        }
    }

    private static Instant since(Customer customer) {
        return Objects.requireNonNull(WORLD.account(customer).standing().delinquentSince());
    }

    private static String secret() {
        return WORLD.local().environment().getOrDefault("OMNI_STRIPE_WEBHOOK_SECRETS", "");
    }
}
