package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.MeterClass;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.Table;
import omni.local.command.QuietLogs;
import omni.local.demo.ApiAnswer;
import omni.local.demo.ApiClient;
import omni.local.demo.CheckoutForm;
import omni.local.options.LocalOptions;
import omni.local.stripe.PublishedApi;
import omni.local.stripe.RealStripe;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import omni.openapi.ApiDescription;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** A local world in this process, with what tests ask of it besides HTTP. */
final class World implements AutoCloseable {

    /** Where the clock of a world stands that only moves when it is told to. */
    static final Instant STILL = Instant.parse("2026-05-14T09:00:00Z");

    private static final java.util.concurrent.atomic.AtomicLong PEOPLE = new java.util.concurrent.atomic.AtomicLong();

    private final LocalWorld world;
    private final RecordedLog log;
    private final ScriptedFilings filings;
    private final CountedTable calls;
    private final PublishedApi published = new PublishedApi();

    /** How a world differs from {@code ./omni up}. */
    record Plan(
            InstantSource base,
            boolean rateLimits,
            Optional<java.nio.file.Path> catalog,
            Map<String, String> environment) {

        static Plan standard() {
            return new Plan(InstantSource.system(), true, Optional.empty(), Map.of());
        }

        Plan withStillClock() {
            return new Plan(InstantSource.fixed(STILL), rateLimits, catalog, environment);
        }

        Plan withoutRateLimits() {
            return new Plan(base, false, catalog, environment);
        }

        Plan withCatalog(java.nio.file.Path file) {
            return new Plan(base, rateLimits, Optional.of(file), environment);
        }

        Plan with(String variable, String value) {
            var variables = new java.util.HashMap<>(environment);
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
        UnaryOperator<Table> counted = calls::around;
        var setup = new LocalWorld.Setup(options, plan.base(), log, silent, plan.environment())
                .withSource(filings)
                .withReach(counted)
                .withStripe(stripe);
        var world = new World(LocalWorld.start(setup), log, filings, calls);
        if (stripe.isEmpty()) {
            world.local().stripe().watch(world.published);
        }
        return world;
    }

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

    ApiClient nobody() {
        return ApiClient.at(world.url()).observedBy(World::assertDescribed);
    }

    /** Every answer to a story's caller is one that {@code openapi.yaml} describes. */
    private static void assertDescribed(String method, String path, ApiAnswer answer) {
        if (path.startsWith("/")) {
            var faults = ApiDescription.FILE.faults(
                    method,
                    path.replaceAll("[?].*", ""),
                    answer.status(),
                    answer.header("Content-Type"),
                    answer.text());
            assertThat(faults).as("%s %s: %s", method, path, answer).isEmpty();
        }
    }

    Instant now() {
        return world.clock().instant();
    }

    void advance(Duration step) {
        world.clock().advance(step);
        world.clockMoved();
    }

    /** A person who has just signed up, with a name that nobody had before. */
    Customer signUp() throws Exception {
        var email = "person-" + PEOPLE.incrementAndGet() + "@example.com";
        var signedIn = world.signIn().signIn(email);
        var key = signedIn.firstKey().orElseThrow();
        var program = nobody().withKey(key);
        var orgId = program.get("/v1/me").json().path("principal").path("orgId").asText();
        return new Customer(orgId, email, key, signedIn.cookie(), program, nobody().withSession(signedIn.cookie()));
    }

    /** Somebody with an access token of the world's issuer. */
    ApiClient byToken(String email) throws Exception {
        return nobody().with("Authorization", "Bearer " + world.signIn().token(email));
    }

    Accounts accounts() {
        return new DynamoAccounts(
                world.table(),
                world.foundation().catalog().meterClasses().stream()
                        .map(MeterClass::number)
                        .toList());
    }

    Account account(Customer customer) {
        return java.util.Objects.requireNonNull(accounts().load(customer.orgId()));
    }

    /** Takes what is left of the grant away, as if it had been used by calls of an earlier life. */
    void useUpGrant(Customer customer) {
        var account = account(customer);
        ((DynamoAccounts) accounts())
                .put(new Account(
                        account.orgId(),
                        account.live(),
                        account.factsVersion() + 1,
                        account.keysVersion(),
                        new Account.Grant(
                                account.grant().total(),
                                account.grant().total(),
                                account.grant().period()),
                        account.standing(),
                        account.ledger(),
                        account.caps(),
                        account.approvals(),
                        account.windows(),
                        account.last()));
    }

    /** Replaces the facts of payment, as a webhook would. */
    void standing(Customer customer, UnaryOperator<Account.Standing> change) {
        var account = account(customer);
        var record = accounts().billing(customer.orgId());
        assertThat(accounts().replaceStanding(account, change.apply(account.standing()), record))
                .isTrue();
    }

    /** Attaches a card as the person does: activation, the checkout page's form, Stripe's webhook. */
    String payWithCard(Customer customer) throws InterruptedException {
        var activation = customer.browser().post("/v1/billing/payg/activate", "{}");
        assertThat(activation.status()).as(activation.toString()).isEqualTo(200);
        var checkout = URI.create(activation.json().path("url").asText());
        var browser = ApiClient.at(checkout.resolve("/"));
        var sent = CheckoutForm.on(checkout, browser.get(checkout.toString()).text())
                .orElseThrow()
                .with("name", "Ada Lovelace")
                .submit(browser);
        assertThat(sent.status()).isEqualTo(303);
        world.stripe().awaitDeliveries();
        return sent.header("Location");
    }

    /** Waits until the stream's consumer has seen all that was written. */
    void drain() throws InterruptedException {
        world.pump().awaitDrained();
        assertThat(world.pump().parkedRecords()).isEmpty();
    }

    /** The live rows of today, after all that was written, by sequence. */
    List<Row> rows(Customer customer) throws InterruptedException {
        return rows(customer, "live");
    }

    List<Row> rows(Customer customer, String mode) throws InterruptedException {
        drain();
        return rowsNow(customer, mode);
    }

    private List<Row> rowsNow(Customer customer, String mode) {
        var day = now().truncatedTo(ChronoUnit.DAYS);
        var request = QueryRequest.builder()
                .tableName(LocalWorld.TABLE)
                .indexName("ByTime")
                .keyConditionExpression("timeKey = :account AND place BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":account", AttributeValue.fromS(customer.orgId() + "#" + mode),
                        ":from", AttributeValue.fromS(place(day)),
                        ":to", AttributeValue.fromS(place(day.plus(1, ChronoUnit.DAYS)))))
                .build();
        return world.table().client().queryPaginator(request).items().stream()
                .map(Row::of)
                .sorted(Comparator.comparingLong(Row::sequence))
                .toList();
    }

    private static String place(Instant at) {
        return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
    }

    List<Map<String, AttributeValue>> wholeTable() {
        return world
                .table()
                .client()
                .scanPaginator(ScanRequest.builder()
                        .tableName(LocalWorld.TABLE)
                        .consistentRead(true)
                        .build())
                .items()
                .stream()
                .toList();
    }

    /** At rest: sequences without gap, and the counters equal to the rows less what was credited. */
    void assertReconciled(Customer customer) throws InterruptedException {
        drain();
        assertRowsAgree(customer);
    }

    /** The same where something lies parked. */
    void assertRowsAgree(Customer customer) {
        var rows = rowsNow(customer, "live");
        var account = account(customer);
        assertThat(rows)
                .extracting(Row::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rows.size()).boxed().toList());
        assertThat(account.ledger().sequence()).isEqualTo(rows.size());
        assertThat(account.ledger().accrual().microDollars())
                .isEqualTo(rows.stream().mapToLong(Row::net).sum());
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
