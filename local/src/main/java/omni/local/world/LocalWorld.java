package omni.local.world;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import omni.access.SecretFormat;
import omni.dynamodb.Table;
import omni.lambda.Foundation;
import omni.local.demo.ApiClient;
import omni.local.dynamodb.StreamPump;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalFault;
import omni.local.machine.MovableClock;
import omni.local.options.LocalOptions;
import omni.local.socket.AsyncInvocations;
import omni.local.socket.SocketServer;
import omni.local.stripe.RealStripe;
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

    private final Parts parts;
    private final WorldStart.Ground ground;
    private final WorldStart.StandIns standIns;
    private final WorldStart.Product product;
    private final WorldStart.Traffic traffic;

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

    /** Starts it stage by stage; where one fails, what the ones before it opened is closed. */
    public static LocalWorld start(Setup setup) {
        var parts = new Parts();
        try {
            return new LocalWorld(parts, new WorldStart(setup, parts));
        } catch (Throwable e) {
            parts.close();
            throw e;
        }
    }

    private LocalWorld(Parts parts, WorldStart start) {
        this.parts = parts;
        ground = start.ground();
        standIns = start.standIns(ground);
        product = start.product(ground, standIns);
        traffic = start.traffic(ground, standIns, product, this::clockMoved);
    }

    /** After a move of the clock: Stripe sends what came due, and schedules run. */
    public void clockMoved() {
        standIns.stripe().clockMoved();
        traffic.schedules().clockMoved();
        traffic.chat().ifPresent(SocketServer::clockMoved);
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
        var signedIn = new FirstSignIn(() -> traffic.signIn().signIn(FIRST_PERSON), pause).signInPatiently();
        var key = signedIn.firstKey().orElseGet(() -> anotherKey(signedIn.cookie()));
        file.ifPresent(kept -> kept.write(key));
        return keyOf(key);
    }

    /** Where the first key was made and never told: its run ended, or its answer was lost. */
    private String anotherKey(String cookie) {
        var answer = ApiClient.at(url()).withSession(cookie).post("/v1/api_keys", "{\"livemode\":true}");
        var secret = answer.json().path("secret").asText();
        if (secret.isEmpty()) {
            throw new LocalFault("the first person gets no key: " + answer);
        }
        return secret;
    }

    private FirstKey keyOf(String key) {
        return new FirstKey(
                key,
                new SecretFormat(foundation().configuration().settings().keyBrand())
                        .parseKey(key)
                        .orElseThrow(() ->
                                new LocalFault("what the data folder keeps in secrets/first-key is no key: delete it"))
                        .orgId());
    }

    /** The key that a new world gives its developer. */
    public record FirstKey(String apiKey, String orgId) {}

    public URI url() {
        return ground.url();
    }

    /** Where a chat's WebSocket is opened; empty where the catalog has no chat. */
    public Optional<URI> chatUrl() {
        return traffic.chat().map(SocketServer::url);
    }

    /** What is invoked without an answer. */
    public AsyncInvocations invocations() {
        return traffic.invocations();
    }

    public URI dynamodbUrl() {
        return standIns.dynamodb();
    }

    public URI stripeUrl() {
        return standIns.stripe().url();
    }

    public URI oidcUrl() {
        return standIns.oidc().issuer();
    }

    public MovableClock clock() {
        return ground.clock();
    }

    /** Which Stripe this is, in words. */
    public String stripeMode() {
        return standIns.stripe().mode();
    }

    /** The simulator, in a world that has one. */
    public StripeSimulator stripe() {
        return standIns.stripe().simulator();
    }

    public Table table() {
        return product.table();
    }

    public Foundation foundation() {
        return product.foundation();
    }

    public LocalSignIn signIn() {
        return traffic.signIn();
    }

    /** The environment of the functions. */
    public Map<String, String> environment() {
        return Map.copyOf(product.environment());
    }

    /** Waits until everything written so far has gone through the stream. */
    public StreamPump pump() {
        return traffic.pump();
    }

    @Override
    public void close() {
        parts.close();
    }
}
