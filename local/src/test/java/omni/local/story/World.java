package omni.local.story;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import omni.billing.InvoicePeriod;
import omni.local.command.QuietLogs;
import omni.local.options.LocalOptions;
import omni.local.stripe.PublishedApi;
import omni.local.stripe.RealStripe;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;

/** A local world in this process, with what tests ask of it besides HTTP. */
final class World extends StoredWorld implements AutoCloseable {

    /** Where the clock of a world stands that only moves when it is told to. */
    static final Instant STILL = Instant.parse("2026-05-14T09:00:00Z");

    private static final AtomicLong PEOPLE = new AtomicLong();

    private final LocalWorld world;
    private final RecordedLog log;
    private final ScriptedFilings filings;
    private final CountedTable calls;
    private final PublishedApi published = new PublishedApi();

    /** How a world differs from {@code ./omni up}. */
    record Plan(InstantSource base, boolean rateLimits, Optional<Path> catalog, Map<String, String> environment) {

        static Plan standard() {
            return new Plan(InstantSource.system(), true, Optional.empty(), Map.of());
        }

        Plan withStillClock() {
            return new Plan(InstantSource.fixed(STILL), rateLimits, catalog, environment);
        }

        Plan withoutRateLimits() {
            return new Plan(base, false, catalog, environment);
        }

        Plan withCatalog(Path file) {
            return new Plan(base, rateLimits, Optional.of(file), environment);
        }

        Plan with(String variable, String value) {
            var variables = new HashMap<>(environment);
            variables.put(variable, value);
            return new Plan(base, rateLimits, catalog, variables);
        }
    }

    private World(LocalWorld world, RecordedLog log, ScriptedFilings filings, CountedTable calls) {
        this.world = world;
        this.log = log;
        this.filings = filings;
        this.calls = calls;
    }

    static World start(Plan plan) {
        return start(plan, Optional.empty());
    }

    /** With an account of Stripe instead of the simulator. */
    static World start(Plan plan, Optional<RealStripe> stripe) {
        QuietLogs.install();
        var log = new RecordedLog();
        var filings = new ScriptedFilings();
        var calls = new CountedTable();
        var options = new LocalOptions(0, Optional.empty(), plan.catalog(), Optional.empty(), plan.rateLimits(), false);
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        var setup = new LocalWorld.Setup(options, plan.base(), log, silent, plan.environment())
                .withSource(filings)
                .withReach(calls::around)
                .withStripe(stripe);
        var world = new World(LocalWorld.start(setup), log, filings, calls);
        if (stripe.isEmpty()) {
            world.local().stripe().watch(world.published);
        }
        return world;
    }

    @Override
    LocalWorld local() {
        return world;
    }

    RecordedLog log() {
        return log;
    }

    ScriptedFilings filings() {
        return filings;
    }

    CountedTable databaseCalls() {
        return calls;
    }

    URI url() {
        return world.url();
    }

    /** Somebody without credentials. */
    Client nobody() {
        return new Client(Client.at(url()).http(), true);
    }

    /** Somebody with a key. */
    Client by(String secret) {
        return nobody().withKey(secret);
    }

    /** Somebody with an access token of the world's issuer. */
    Client byToken(String email) throws Exception {
        return nobody().with("Authorization", "Bearer " + world.signIn().token(email));
    }

    /** Somebody in a browser, who has just signed in. */
    Client signIn(String email) throws Exception {
        return nobody().withSession(world.signIn().signIn(email).cookie());
    }

    /** The same, into an organization that has invited them. */
    Client join(String email, Customer team) throws Exception {
        return nobody().withSession(
                        world.signIn().signIn(email, Optional.of(team.orgId())).cookie());
    }

    void advance(Duration step) {
        world.clock().advance(step);
        world.clockMoved();
    }

    /** Moves the clock there; returns when the ledger is written and Stripe has told what that did. */
    void to(Instant time) throws InterruptedException {
        drain();
        advance(Duration.between(now(), time));
        awaitStripe();
        drain();
    }

    /** To the first instant of the next UTC month. */
    void toNextMonth() {
        advance(Duration.between(now(), InvoicePeriod.at(now()).end()));
    }

    void to(String time) throws InterruptedException {
        to(Instant.parse(time));
    }

    /** Waits until Stripe has told all that it has to tell. */
    void awaitStripe() throws InterruptedException {
        world.stripe().awaitDeliveries();
    }

    /** Stripe's interface, by the product's own key. */
    Client stripe() {
        return Client.at(world.stripe().baseUri())
                .with("Authorization", "Bearer " + world.environment().get("OMNI_STRIPE_API_KEY"));
    }

    /** Changes something at Stripe as an operator does: the product makes no such request. Waits until Stripe has told of it. */
    void operator(String path, String form) throws Exception {
        var request = HttpRequest.newBuilder(world.stripe().baseUri().resolve(path))
                .header("Authorization", "Bearer " + world.environment().get("OMNI_STRIPE_API_KEY"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", "operator")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
        }
        awaitStripe();
    }

    /** A person who has just signed up, with a name that nobody had before. */
    Customer signUp() throws Exception {
        var email = "person-" + PEOPLE.incrementAndGet() + "@example.com";
        var signedIn = world.signIn().signIn(email);
        var key = signedIn.firstKey().orElseThrow();
        var orgId = by(key).get("/v1/me").field("principal.orgId");
        return new Customer(orgId, email, key, signedIn.cookie(), by(key), nobody().withSession(signedIn.cookie()));
    }

    /** An organization with a card and no grant left, that owes {@code accrued} micro-dollars. */
    Customer payer(long accrued) throws Exception {
        var customer = signUp();
        standing(customer, CARD);
        useUpGrant(customer);
        accrued(customer, accrued);
        return customer;
    }

    /** Attaches a card as the person does: activation, the checkout page's form, Stripe's webhook. */
    String payWithCard(Customer customer) throws InterruptedException {
        var activation =
                customer.browser().post("/v1/billing/payg/activate", "{}").is(200);
        var page = URI.create(activation.field("url"));
        var sent = CheckoutPages.submit(page, form -> form.with("name", "Ada Lovelace"))
                .is(303);
        awaitStripe();
        return sent.header("Location");
    }

    @Override
    public void close() {
        world.close();
        assertRequestsArePublished();
    }

    /** Whatever the product has asked Stripe so far is in its published API, and each write carries a key of ours. */
    void assertRequestsArePublished() {
        published.assertKept();
        published.assertKeyed();
    }
}
