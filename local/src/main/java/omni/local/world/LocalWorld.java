package omni.local.world;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import omni.access.Ids;
import omni.access.SecretName;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.job.Jobs;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.Tables;
import omni.local.demo.ApiClient;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.dynamodb.LocalDynamoDb;
import omni.local.dynamodb.LocalTable;
import omni.local.dynamodb.StreamPump;
import omni.local.dynamodb.StreamPumpSettings;
import omni.local.gateway.GatewayAccount;
import omni.local.gateway.GatewayPort;
import omni.local.gateway.GatewayResponse;
import omni.local.gateway.GatewayServer;
import omni.local.gateway.GatewaySettings;
import omni.local.gateway.LambdaFunction;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.AtomicFile;
import omni.local.machine.DataFolder;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalSecrets;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.local.oidc.OidcProvider;
import omni.local.options.LocalOptions;
import omni.local.stripe.LocalStripe;
import omni.local.stripe.RealStripe;
import omni.local.upstream.SampleUpstream;
import omni.log.LogSink;
import omni.sec.FilingSource;
import omni.sec.bundled.BundledFilings;
import stripesimulator.StripeSimulator;

/**
 * The whole product on one machine: the handlers that Lambda runs behind a stand-in of API Gateway, a table with its
 * stream, a Stripe simulator, an OIDC provider, and one clock for all.
 */
public final class LocalWorld implements AutoCloseable {

    /** The table's name in every local world. */
    public static final String TABLE = "omni-billing";

    /** Whoever signs in with this address is an operator of the world. */
    public static final String OPERATOR = "operator@example.com";

    private static final String FIRST_PERSON = "developer@example.com";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final MovableClock clock;
    private final URI url;
    private final URI dynamodb;
    private final Table table;
    private final LocalStripe stripe;
    private final OidcProvider oidc;
    private final StreamPump pump;
    private final Schedules schedules;
    private final LocalSignIn signIn;
    private final Map<String, String> environment;
    private final Foundation foundation;

    /**
     * What the world is started with, besides what its user asks for: tests give their own.
     *
     * @param overrides variables of the functions' environment that stand before the world's own
     * @param source of the data routes
     * @param reach the table as the functions get it, made from the real one
     * @param stripe the account of Stripe to use instead of the simulator
     */
    public record Setup(
            LocalOptions options,
            InstantSource base,
            LogSink log,
            Progress progress,
            Map<String, String> overrides,
            FilingSource source,
            UnaryOperator<Table> reach,
            Optional<RealStripe> stripe) {

        public Setup(
                LocalOptions options,
                InstantSource base,
                LogSink log,
                Progress progress,
                Map<String, String> overrides) {
            this(
                    options,
                    base,
                    log,
                    progress,
                    overrides,
                    new BundledFilings(),
                    UnaryOperator.identity(),
                    Optional.empty());
        }

        public Setup withSource(FilingSource other) {
            return new Setup(options, base, log, progress, overrides, other, reach, stripe);
        }

        public Setup withReach(UnaryOperator<Table> other) {
            return new Setup(options, base, log, progress, overrides, source, other, stripe);
        }

        public Setup withStripe(Optional<RealStripe> other) {
            return new Setup(options, base, log, progress, overrides, source, reach, other);
        }
    }

    public static LocalWorld start(Setup setup) {
        return new LocalWorld(setup);
    }

    private LocalWorld(Setup setup) {
        try {
            var options = setup.options();
            var progress = setup.progress();
            checkCatalog(setup);
            var port = opened(GatewayPort.take(options.port()));
            var folder = options.data().map(path -> opened(DataFolder.open(path)));
            clock = folder.map(data -> MovableClock.in(data.path(), setup.base()))
                    .orElseGet(() -> MovableClock.inMemory(setup.base()));
            var secrets = LocalSecrets.in(folder.map(data -> data.child("secrets")));
            dynamodb = options.dynamodb()
                    .orElseGet(() -> progress.step(
                            "DynamoDB",
                            () -> opened(folder.map(data -> LocalDynamoDb.in(data.child("dynamodb")))
                                            .orElseGet(LocalDynamoDb::inMemory))
                                    .endpoint()));
            var connection = opened(DynamoDbConnection.at(dynamodb, DynamoDbConnection.ANY_CREDENTIALS));
            LocalTable.createIn(connection.tables(), TABLE);
            oidc = progress.step(
                    "sign-in provider",
                    () -> opened(folder.map(data -> OidcProvider.in(data.child("oidc"), clock))
                            .orElseGet(() -> OidcProvider.inMemory(clock))));
            stripe = setup.stripe()
                    .<LocalStripe>map(account -> LocalStripe.of(account, folder))
                    .orElseGet(() -> progress.step(
                            "Stripe simulator", () -> opened(LocalStripe.simulated(clock, secrets, folder))));
            var routes = new LocalRoutes();
            var functions = new AtomicReference<LocalFunctions>();
            var gateway = progress.step("API gateway", () -> opened(gateway(setup, port, routes, functions)));
            url = URI.create("http://localhost:" + gateway.port());
            environment = environment(options, secrets);
            environment.putAll(setup.overrides());
            environment.computeIfAbsent(
                    "OMNI_UPSTREAM_BASE_URL",
                    unset -> progress.step("sample upstream", () -> opened(SampleUpstream.start()))
                            .url()
                            .toString());
            foundation = Foundation.of(
                    Configuration.of(environment, java.util.EnumSet.allOf(SecretName.class)),
                    clock,
                    new Ids(new SecureRandom()),
                    setup.log(),
                    LocalTimeouts.OF_FUNCTIONS);
            progress.step(
                    "Stripe catalog", () -> stripe.bring(foundation.catalog().rateCard()));
            table = setup.reach()
                    .apply(Tables.connect(
                            TABLE,
                            "us-east-1",
                            dynamodb,
                            DynamoDbConnection.ANY_CREDENTIALS,
                            LocalTimeouts.OF_FUNCTIONS.store()));
            opened(table.client());
            opened(table.once());
            functions.set(progress.step("functions", () -> new LocalFunctions(foundation, table, setup.source())));
            pump = opened(pump(connection, functions.get(), folder));
            schedules = opened(schedules(functions.get()));
            stripe.webhookUrl(
                    url.resolve(Endpoints.RECEIVE_STRIPE_EVENT.operation().path()));
            signIn = new LocalSignIn(
                    url, oidc, foundation.configuration().settings().keyBrand());
            register(routes);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Before anything is started: its faults are told at once. */
    private static void checkCatalog(Setup setup) {
        var file = Optional.ofNullable(setup.overrides().get("OMNI_CATALOG_FILE"))
                .or(() -> setup.options().catalog().map(Path::toString));
        file.ifPresent(name -> Deployment.catalog(Map.of("OMNI_CATALOG_FILE", name)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private GatewayServer gateway(
            Setup setup, GatewayPort port, LocalRoutes routes, AtomicReference<LocalFunctions> functions) {
        var settings = GatewaySettings.of(LocalFunctions.routes(), name -> later(functions, name), clock)
                .withAuthorizer(Jobs.AUTHORIZE.functionName())
                .withLocalRoutes(routes)
                .withResponses(GatewayResponses.all(headerPrefixes(setup)).stream()
                        .map(response -> new GatewayResponse(
                                response.type(), response.status(), response.headers(), response.body()))
                        .toList());
        return GatewayServer.start(settings, port);
    }

    /** As the functions will read them; the addresses among their settings are not known before the gateway has its port. */
    private static List<String> headerPrefixes(Setup setup) {
        var variables = new HashMap<>(Map.of("OMNI_TABLE_NAME", TABLE));
        for (var address : List.of("OMNI_API_BASE_URL", "OMNI_DOCS_BASE_URL", "OMNI_UPGRADE_URL", "OMNI_BILLING_URL")) {
            variables.put(address, "http://localhost");
        }
        setup.overrides().forEach((name, value) -> {
            if (name.startsWith("OMNI_HEADER_")) {
                variables.put(name, value);
            }
        });
        return Configuration.of(variables, Set.of()).settings().prefixes();
    }

    /** A handler that is looked up when it is called: the port has to be known before the functions can be made. */
    private static RequestStreamHandler later(AtomicReference<LocalFunctions> functions, String name) {
        return (input, output, context) -> {
            var made = functions.get();
            if (made == null) {
                throw new IllegalStateException("the functions are not made yet");
            }
            made.handler(name).handleRequest(input, output, context);
        };
    }

    private static LambdaFunction function(Jobs job, LocalFunctions functions) {
        var name = job.functionName();
        return new LambdaFunction(name, GatewayAccount.LOCAL.functionArn(name), functions.handler(name), timeout(job));
    }

    private static Duration timeout(Jobs job) {
        return job.schedule().isPresent() ? LocalTimeouts.SCHEDULED : LocalTimeouts.FUNCTION;
    }

    private Schedules schedules(LocalFunctions functions) {
        var scheduled = new EnumMap<Jobs, LambdaFunction>(Jobs.class);
        Arrays.stream(Jobs.values())
                .filter(job -> job.schedule().isPresent())
                .forEach(job -> scheduled.put(job, function(job, functions)));
        return Schedules.start(clock, scheduled);
    }

    private StreamPump pump(DynamoDbConnection connection, LocalFunctions functions, Optional<DataFolder> folder) {
        var settings = StreamPumpSettings.of(connection, TABLE, function(Jobs.RECORD_USAGE, functions));
        return StreamPump.start(
                folder.map(data -> settings.withFolder(data.child("stream"))).orElse(settings));
    }

    private Map<String, String> environment(LocalOptions options, LocalSecrets secrets) {
        var variables = new HashMap<String, String>();
        variables.put("OMNI_TABLE_NAME", TABLE);
        variables.put("OMNI_DYNAMODB_ENDPOINT", dynamodb.toString());
        variables.put("OMNI_API_BASE_URL", url.toString());
        variables.put("OMNI_DOCS_BASE_URL", "https://docs.example.com");
        variables.put("OMNI_UPGRADE_URL", url + "/v1/billing/rates");
        variables.put("OMNI_BILLING_URL", url + LocalPages.ACCOUNT);
        variables.put("OMNI_CORS_ORIGINS", url + ",http://localhost:3000");
        variables.put("OMNI_RATE_LIMIT_ENABLED", Boolean.toString(options.rateLimits()));
        variables.put("OMNI_PEPPERS", secrets.pepper());
        variables.put("OMNI_SESSION_KEY", secrets.sessionKey());
        variables.put("OMNI_ADDRESS_SALT", secrets.addressSalt());
        variables.put("OMNI_OIDC_ISSUER", oidc.issuer().toString());
        variables.put("OMNI_OIDC_AUDIENCES", OidcProvider.API_AUDIENCE);
        variables.put("OMNI_OIDC_CLIENT_ID", OidcProvider.CLIENT_ID);
        variables.put("OMNI_OIDC_CLIENT_SECRET", OidcProvider.CLIENT_SECRET);
        variables.put("OMNI_OPERATOR_SUBJECTS", OPERATOR);
        variables.putAll(stripe.settings());
        variables.put("OMNI_REDIRECT_ALLOW_LIST", url + ",http://localhost:3000");
        variables.put("OMNI_REDIRECT_SUCCESS_URL", url + LocalPages.ACCOUNT);
        variables.put("OMNI_REDIRECT_CANCEL_URL", url + LocalPages.ACCOUNT);
        variables.put("OMNI_REDIRECT_RETURN_URL", url + LocalPages.ACCOUNT);
        options.catalog().map(Path::toString).ifPresent(file -> variables.put("OMNI_CATALOG_FILE", file));
        options.upstream().map(URI::toString).ifPresent(url -> variables.put("OMNI_UPSTREAM_BASE_URL", url));
        return variables;
    }

    private void register(LocalRoutes routes) {
        stripe.register(routes, clock, this::clockMoved);
        signIn.register(routes);
        Deployment.register(routes, environment, clock, stripe instanceof LocalStripe.Simulated);
        LocalPages.register(routes);
    }

    /** After a move of the clock: Stripe sends what came due, and schedules run. */
    public void clockMoved() {
        stripe.clockMoved();
        schedules.clockMoved();
    }

    /** Signs the first person in; with a folder a later start finds the key of the first one. */
    public FirstKey firstKey(Optional<Path> folder) throws InterruptedException {
        return firstKey(folder, Thread::sleep);
    }

    FirstKey firstKey(Optional<Path> folder, FirstSignIn.Pause pause) throws InterruptedException {
        var file = folder.map(path -> new AtomicFile(path.resolve("secrets").resolve("first-key")));
        var known = file.flatMap(AtomicFile::read);
        if (known.isPresent()) {
            return keyOf(known.get());
        }
        var signedIn = new FirstSignIn(() -> signIn.signIn(FIRST_PERSON), pause).signedIn();
        var key = signedIn.firstKey().orElseGet(() -> anotherKey(signedIn.cookie()));
        file.ifPresent(kept -> kept.write(key));
        return keyOf(key);
    }

    /** Where the first key was made and never told: its run ended, or its answer was lost. */
    private String anotherKey(String cookie) {
        var answer = ApiClient.at(url).withSession(cookie).post("/v1/api_keys", "{\"livemode\":true}");
        var secret = answer.json().path("secret").asText();
        if (secret.isEmpty()) {
            throw new LocalFault("the first person gets no key: " + answer);
        }
        return secret;
    }

    private FirstKey keyOf(String key) {
        return new FirstKey(
                key,
                new omni.access.SecretFormat(
                                foundation.configuration().settings().keyBrand())
                        .parseKey(key)
                        .orElseThrow(() ->
                                new LocalFault("what the data folder keeps in secrets/first-key is no key: delete it"))
                        .orgId());
    }

    /** The key that a new world gives its developer. */
    public record FirstKey(String apiKey, String orgId) {}

    public URI url() {
        return url;
    }

    public URI dynamodbUrl() {
        return dynamodb;
    }

    public URI stripeUrl() {
        return stripe.url();
    }

    public URI oidcUrl() {
        return oidc.issuer();
    }

    public MovableClock clock() {
        return clock;
    }

    /** Which Stripe this is, in words. */
    public String stripeMode() {
        return stripe.mode();
    }

    /** The simulator, in a world that has one. */
    public StripeSimulator stripe() {
        return stripe.simulator();
    }

    public Table table() {
        return table;
    }

    public Foundation foundation() {
        return foundation;
    }

    public LocalSignIn signIn() {
        return signIn;
    }

    /** The environment of the functions. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Waits until everything written so far has gone through the stream. */
    public StreamPump pump() {
        return pump;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(LocalWorld.class.getName()).log(System.Logger.Level.WARNING, "did not stop well", e);
            }
        }
    }
}
