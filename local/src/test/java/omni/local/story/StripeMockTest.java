package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omni.billing.CollectionMethod;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.UsageBilling;
import omni.local.command.Commands;
import omni.local.options.UpWords;
import omni.local.stripe.MockLine;
import omni.local.stripe.RealStripe;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import omni.timeouts.Timeouts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The product on Stripe's own mock, which refuses what Stripe's description of its API does not know, remembers nothing and
 * answers from its samples: whatever it says is survived. {@code ./omni test-all stripe-mock} says where it is.
 */
@Tag("test-all")
@EnabledIfEnvironmentVariable(named = StripeMockTest.MOCK, matches = "http://.+")
class StripeMockTest {

    static final String MOCK = "OMNI_STRIPE_MOCK";

    private static final String KEY = "sk_test_mock";
    private static final String SECRET = "whsec_mock";
    private static final String WEBHOOK = "/v1/billing/webhooks/stripe";
    private static final Path EVENTS = Path.of("..", "events", "stripe");

    private static final List<String> ORDERS = Stream.of("personal", "team")
            .flatMap(plan -> Stream.of("month", "year")
                    .map(interval -> "{\"planKey\":\"%s\",\"interval\":\"%s\"}".formatted(plan, interval)))
            .toList();

    private static MockLine line;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        line = MockLine.plain(URI.create(System.getenv(MOCK)));
        world = start(line);
    }

    private static World start(MockLine to) {
        var base = to.baseUri().toString();
        var environment = Map.of("STRIPE_API_KEY", KEY, "STRIPE_WEBHOOK_SECRET", SECRET, "STRIPE_API_BASE", base);
        var account = RealStripe.of(environment, UpWords.options(List.of()), WEBHOOK);
        return World.start(World.Plan.standard().withoutRateLimits(), account);
    }

    @AfterAll
    static void stop() {
        world.close();
        line.close();
    }

    @Test
    void theCatalogIsPlannedAndBroughtThere() {
        for (var words : List.of(new String[] {"--dry-run"}, new String[] {})) {
            var outcome = sync(line, words);
            assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
            assertThat(outcome.err()).isEmpty();
        }
        assertSurvived(line, world);
    }

    private static Commands.Outcome sync(MockLine to, String... words) {
        var base = to.baseUri().toString();
        return Commands.run("stripe-sync", Map.of("OMNI_STRIPE_API_KEY", KEY, "OMNI_STRIPE_API_BASE", base), words);
    }

    @Test
    void cardsPlansAndThePortalAreOpenedOrRefusedByName() throws Exception {
        var answers = new ArrayList<Answer>();
        answers.add(world.signUp().browser().post("/v1/billing/payg/activate", "{}"));
        for (var order : ORDERS) {
            var customer = world.signUp();
            answers.add(customer.browser().post("/v1/billing/checkout", order));
            answers.add(customer.browser().post("/v1/billing/checkout", order));
            answers.add(customer.browser().post("/v1/billing/payg/activate", "{}"));
            answers.add(customer.browser().post("/v1/billing/portal", "{}"));
            answers.add(customer.billing());
        }
        answers.forEach(StripeMockTest::assertNamed);
        assertSurvived(line, world);
    }

    @Test
    void whereListsSayWhatWasWrittenEveryPlanIsOpened() throws Exception {
        try (var remembering = MockLine.remembering(URI.create(System.getenv(MOCK)));
                var ours = start(remembering)) {
            for (var order : ORDERS) {
                var customer = ours.signUp();
                customer.browser().post("/v1/billing/payg/activate", "{}").is(200);
                customer.browser().post("/v1/billing/checkout", order).is(200);
                // its address is no address
                assertNamed(customer.browser().post("/v1/billing/portal", "{}"));
            }
            use(ours);
            assertSurvived(remembering, ours);
            assertThat(remembering.operations())
                    .contains(
                            "POST /v1/billing/meters",
                            "POST /v1/billing_portal/configurations",
                            "POST /v1/billing_portal/sessions",
                            "POST /v1/checkout/sessions",
                            "POST /v1/customers",
                            "POST /v1/prices",
                            "POST /v1/products");
        }
    }

    /** In the months above the mock's samples are no subscription of ours, so no usage is told: here it is, and each invoice is asked for. */
    @Test
    void whateverIsAskedOfUsageAndItsInvoicesIsAccepted() throws Exception {
        try (var remembering = MockLine.remembering(URI.create(System.getenv(MOCK)))) {
            assertThat(sync(remembering).exitCode()).isZero();
            var usage = new StripeUsageBilling(
                    KEY, Optional.of(remembering.baseUri()), StripePayments.Limits.of(Timeouts.PRODUCTION.stripe()));
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var month = InvoicePeriod.at(now);
            var answers = List.of(
                    usage.subscribe(
                            new UsageBilling.NewMetering("org_1", "cus_1", month.end(), CollectionMethod.CARD), "k1"),
                    usage.collectBy("sub_1", CollectionMethod.INVOICE, "k2"),
                    usage.report(new UsageBilling.UsageTotal("org_1:1", "cus_1", new Money(1_000_000), now), "k3"),
                    usage.readMeter("cus_1", month.start(), month.end()),
                    usage.invoices("cus_1", month.start()),
                    usage.invoice("in_1"),
                    usage.hold("in_1", "k4"),
                    usage.describe("in_1", "100 calls", "k5"),
                    usage.release("in_1", "k6"),
                    usage.end("sub_1", "k7"));

            assertThat(answers).doesNotContainNull();
            remembering.assertAccepted();
            assertThat(remembering.operations())
                    .contains("POST /v1/billing/meter_events", "POST /v1/subscriptions", "GET /v1/invoices");
        }
    }

    @Test
    void everyWebhookIsTaken() throws Exception {
        var customer = world.signUp();
        assertNamed(customer.browser().post("/v1/billing/payg/activate", "{}"));
        var stripeId = world.stripeId(customer);
        for (var body : webhooks()) {
            var mine = body.replaceAll("cus_Sample[A-Za-z0-9]*", stripeId);
            assertNamed(bring(world, mine));
            assertNamed(customer.billing());
        }
        assertSurvived(line, world);
    }

    @Test
    void usageIsToldAndSweptOverTheEndsOfTwoMonths() throws Exception {
        use(world);
        assertSurvived(line, world);
        assertThat(line.operations()).contains("GET /v1/events", "GET /v1/invoices", "GET /v1/subscriptions");
    }

    /** Two months of paid calls, and all that schedules do about them. */
    private static void use(World world) throws Exception {
        var customer = world.signUp();
        assertNamed(customer.browser().post("/v1/billing/payg/activate", "{}"));
        var event = Files.readString(EVENTS.resolve("payment_method-attached.json"));
        assertNamed(bring(world, event.replaceAll("cus_Sample[A-Za-z0-9]*", world.stripeId(customer))));
        world.useUpGrant(customer);
        for (int month = 0; month < 2; month++) {
            world.standing(customer, StoredWorld.CARD);
            for (var call : Calls.ALL) {
                assertNamed(customer.call(call));
            }
            world.drain();
            world.advance(Duration.ofHours(2));
            world.toNextMonth();
            for (int hours = 0; hours < 4; hours++) {
                world.advance(Duration.ofHours(13));
            }
        }
        assertNamed(customer.billing());
    }

    private static Answer bring(World world, String body) {
        var signature = Deliveries.signed(body, SECRET, world.now()).signature();
        return Deliveries.post(world, body, signature);
    }

    private static List<String> webhooks() throws IOException {
        var bodies = new ArrayList<String>();
        try (Stream<Path> files = Files.list(EVENTS)) {
            for (var file : files.sorted().toList()) {
                bodies.add(Files.readString(file));
            }
        }
        return bodies;
    }

    /** It is done, or says by a code why not; a fault that is Stripe's is a 502. */
    private static void assertNamed(Answer answer) {
        int status = answer.status();
        assertThat(status == 502 || status < 500).as(answer.toString()).isTrue();
        assertThat(status < 300 || !answer.code().isEmpty())
                .as(answer.toString())
                .isTrue();
    }

    private static void assertSurvived(MockLine line, World world) {
        line.assertAccepted();
        assertThat(unexpected(world)).as("exceptions that nobody expected").isEmpty();
    }

    /** The log has each 502 with its reason, as Stripe may refuse what it likes. */
    private static List<String> unexpected(World world) {
        return world.log().lines().stream()
                .filter(entry -> entry.startsWith("fault in"))
                .filter(entry -> !entry.contains("CheckoutAnswers.unavailable("))
                .toList();
    }
}
