package omni.local.world;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.access.SecretName;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.job.Jobs;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.Tables;
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
import omni.local.gateway.LocalLambda;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.DataFolder;
import omni.local.machine.LocalSecrets;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.local.oidc.LocalOidcProvider;
import omni.local.socket.AsyncInvocations;
import omni.local.socket.SocketServer;
import omni.local.socket.SocketSettings;
import omni.local.stripe.LocalStripe;
import omni.local.upstream.SampleUpstream;

/** The start of a world in four stages, each of which takes what the ones before it made. */
final class WorldStart {

    private final LocalWorld.Setup setup;
    private final RecentLog log;
    private final Progress progress;
    private final Parts parts;

    WorldStart(LocalWorld.Setup setup, Parts parts) {
        this.log = new RecentLog(setup.log());
        this.setup = setup;
        this.progress = setup.progress();
        this.parts = parts;
    }

    /** What the machine gives: whatever a user can have said wrongly fails here, before anything is started. */
    record Ground(
            GatewayPort port,
            GatewayPort chatPort,
            Optional<DataFolder> folder,
            MovableClock clock,
            LocalSecrets secrets) {

        URI url() {
            return URI.create("http://localhost:" + port.number());
        }

        URI chatUrl() {
            return SocketServer.url(chatPort.number());
        }
    }

    /** What stands in for AWS, the sign-in provider and Stripe. */
    record StandIns(URI dynamodb, DynamoDbConnection connection, LocalOidcProvider oidc, LocalStripe stripe) {}

    /** The product itself, which nobody calls yet. */
    record Product(Map<String, String> environment, Foundation foundation, Table table, LocalFunctions functions) {

        boolean isChatting() {
            return foundation.catalog().chat().isPresent();
        }
    }

    /**
     * What calls the product: requests, the table's stream, schedules, a person who signs in.
     *
     * @param chat empty where the catalog has none
     */
    record Traffic(
            StreamPump pump,
            LocalSchedules schedules,
            LocalSignIn signIn,
            Optional<SocketServer> chat,
            AsyncInvocations invocations) {}

    Ground ground() {
        Optional.ofNullable(setup.overrides().get("OMNI_CATALOG_FILE"))
                .or(() -> setup.options().catalog().map(Path::toString))
                .ifPresent(name -> Deployment.catalog(Map.of("OMNI_CATALOG_FILE", name)));
        var port = parts.add(GatewayPort.take(setup.options().port()));
        var chatPort = parts.add(GatewayPort.take(setup.options().chatPort(), "--chat-port"));
        var folder = setup.options().data().map(path -> parts.add(DataFolder.open(path)));
        var clock = folder.map(data -> MovableClock.in(data.path(), setup.base()))
                .orElseGet(() -> MovableClock.inMemory(setup.base()));
        return new Ground(port, chatPort, folder, clock, LocalSecrets.in(folder.map(data -> data.child("secrets"))));
    }

    StandIns standIns(Ground ground) {
        var folder = ground.folder();
        var dynamodb = setup.options()
                .dynamodb()
                .orElseGet(() -> progress.step(
                        "DynamoDB",
                        () -> parts.add(folder.map(data -> LocalDynamoDb.in(data.child("dynamodb")))
                                        .orElseGet(LocalDynamoDb::inMemory))
                                .endpoint()));
        var connection = parts.add(DynamoDbConnection.at(dynamodb, DynamoDbConnection.ANY_CREDENTIALS));
        LocalTable.createIn(connection.tables(), LocalWorld.TABLE);
        var oidc = progress.step(
                "sign-in provider",
                () -> parts.add(folder.map(data -> LocalOidcProvider.in(data.child("oidc"), ground.clock()))
                        .orElseGet(() -> LocalOidcProvider.inMemory(ground.clock()))));
        var stripe = setup.stripe()
                .<LocalStripe>map(account -> LocalStripe.of(account, folder))
                .orElseGet(() -> progress.step(
                        "Stripe simulator",
                        () -> parts.add(LocalStripe.startSimulator(ground.clock(), ground.secrets(), folder))));
        return new StandIns(dynamodb, connection, oidc, stripe);
    }

    Product product(Ground ground, StandIns standIns) {
        var environment = environment(ground, standIns);
        environment.putAll(setup.overrides());
        environment.computeIfAbsent(
                "OMNI_UPSTREAM_BASE_URL",
                _ -> progress.step("sample upstream", () -> parts.add(SampleUpstream.start()))
                        .url()
                        .toString());
        var foundation = Foundation.of(
                Configuration.of(environment, EnumSet.allOf(SecretName.class)),
                ground.clock(),
                new Ids(new SecureRandom()),
                log,
                LocalTimeouts.OF_FUNCTIONS);
        progress.step(
                "Stripe catalog",
                () -> standIns.stripe().syncCatalog(foundation.catalog().rateCard()));
        var table = setup.reach()
                .apply(Tables.connect(
                        LocalWorld.TABLE,
                        "us-east-1",
                        standIns.dynamodb(),
                        DynamoDbConnection.ANY_CREDENTIALS,
                        LocalTimeouts.OF_FUNCTIONS.store()));
        parts.add(table.client());
        parts.add(table.once());
        var functions = progress.step("functions", () -> new LocalFunctions(foundation, table, setup.source()));
        return new Product(environment, foundation, table, functions);
    }

    private Map<String, String> environment(Ground ground, StandIns standIns) {
        var options = setup.options();
        var url = ground.url();
        var account = url + LocalPages.ACCOUNT;
        var variables = new HashMap<>(standIns.stripe().settings());
        variables.put("OMNI_TABLE_NAME", LocalWorld.TABLE);
        variables.put("OMNI_DYNAMODB_ENDPOINT", standIns.dynamodb().toString());
        variables.put("OMNI_API_BASE_URL", url.toString());
        variables.put("OMNI_CHAT_URL", ground.chatUrl().toString());
        variables.put(
                "OMNI_CHAT_CONNECTIONS_URL",
                "http" + ground.chatUrl().toString().substring("ws".length()));
        variables.put("OMNI_CHAT_RUN_FUNCTION", Jobs.RUN_CHAT.functionName());
        variables.put(
                "OMNI_LAMBDA_ENDPOINT", "http://localhost:" + ground.chatPort().number());
        variables.put("OMNI_DOCS_BASE_URL", "https://docs.example.com");
        variables.put("OMNI_UPGRADE_URL", url + "/v1/billing/rates");
        variables.put("OMNI_BILLING_URL", account);
        variables.put("OMNI_CORS_ORIGINS", url + ",http://localhost:3000");
        variables.put("OMNI_RATE_LIMIT_ENABLED", Boolean.toString(options.rateLimits()));
        variables.put("OMNI_PEPPERS", ground.secrets().pepper());
        variables.put("OMNI_SESSION_KEY", ground.secrets().sessionKey());
        variables.put("OMNI_ADDRESS_SALT", ground.secrets().addressSalt());
        variables.put("STREAM_TICKET_HMAC_SECRET_PRIMARY", ground.secrets().ticketSecret());
        variables.put("OMNI_OIDC_ISSUER", standIns.oidc().issuer().toString());
        variables.put("OMNI_OIDC_AUDIENCES", LocalOidcProvider.API_AUDIENCE + "," + url + "/mcp");
        variables.put("OMNI_OIDC_CLIENT_ID", LocalOidcProvider.CLIENT_ID);
        variables.put("OMNI_OIDC_CLIENT_SECRET", LocalOidcProvider.CLIENT_SECRET);
        variables.put("OMNI_OPERATOR_SUBJECTS", LocalWorld.OPERATOR);
        variables.put("OMNI_REDIRECT_ALLOW_LIST", url + ",http://localhost:3000");
        variables.put("OMNI_REDIRECT_SUCCESS_URL", account);
        variables.put("OMNI_REDIRECT_CANCEL_URL", account);
        variables.put("OMNI_REDIRECT_RETURN_URL", account);
        options.catalog().ifPresent(file -> variables.put("OMNI_CATALOG_FILE", file.toString()));
        options.upstream().ifPresent(upstream -> variables.put("OMNI_UPSTREAM_BASE_URL", upstream.toString()));
        return variables;
    }

    Traffic traffic(Ground ground, StandIns standIns, Product product, Runnable clockMoved) {
        var settings = product.foundation().configuration().settings();
        var signIn = new LocalSignIn(ground.url(), standIns.oidc(), settings.keyBrand());
        var routes = new LocalRoutes();
        standIns.stripe().register(routes, ground.clock(), clockMoved);
        signIn.register(routes);
        Deployment.register(
                routes, product.environment(), ground.clock(), standIns.stripe() instanceof LocalStripe.Simulated);
        log.register(routes);
        LocalPages.register(routes);
        progress.step("API gateway", () -> parts.add(gateway(ground, product, routes)));
        var invocations = new AsyncInvocations(
                product.isChatting()
                        ? Map.of(Jobs.RUN_CHAT.functionName(), function(Jobs.RUN_CHAT, product.functions()))
                        : Map.of());
        var chat = product.isChatting()
                ? Optional.of(
                        progress.step("chat gateway", () -> parts.add(chat(ground, product.functions(), invocations))))
                : Optional.<SocketServer>empty();
        var pump = parts.add(StreamPump.start(stream(standIns, product.functions(), ground.folder())));
        var schedules = parts.add(schedules(ground.clock(), product));
        standIns.stripe()
                .webhookUrl(ground.url()
                        .resolve(Endpoints.RECEIVE_STRIPE_EVENT.operation().path()));
        return new Traffic(pump, schedules, signIn, chat, invocations);
    }

    private static GatewayServer gateway(Ground ground, Product product, LocalRoutes routes) {
        var prefixes = product.foundation().configuration().settings().prefixes();
        var settings = GatewaySettings.of(LocalFunctions.routes(), product.functions()::handler, ground.clock())
                .withAuthorizer(Jobs.AUTHORIZE.functionName())
                .withLocalRoutes(routes)
                .withResponses(GatewayResponses.all(prefixes).stream()
                        .map(response -> new GatewayResponse(
                                response.type(), response.status(), response.headers(), response.body()))
                        .toList());
        return GatewayServer.start(settings, ground.port());
    }

    private static SocketServer chat(Ground ground, LocalFunctions functions, AsyncInvocations invocations) {
        return SocketServer.start(
                new SocketSettings(
                        function(Jobs.OPEN_CHAT, functions),
                        function(Jobs.RECEIVE_CHAT_MESSAGE, functions),
                        function(Jobs.CLOSE_CHAT, functions),
                        invocations,
                        ground.clock()),
                ground.chatPort());
    }

    private static StreamPumpSettings stream(StandIns standIns, LocalFunctions functions, Optional<DataFolder> folder) {
        var settings =
                StreamPumpSettings.of(standIns.connection(), LocalWorld.TABLE, function(Jobs.RECORD_USAGE, functions));
        return folder.map(data -> settings.withFolder(data.child("stream"))).orElse(settings);
    }

    private static LocalSchedules schedules(MovableClock clock, Product product) {
        var scheduled = new EnumMap<Jobs, LocalLambda>(Jobs.class);
        Arrays.stream(Jobs.values())
                .filter(job -> job.schedule().isPresent())
                .filter(job -> product.isChatting() || !job.isOfChat())
                .forEach(job -> scheduled.put(job, function(job, product.functions())));
        return LocalSchedules.start(clock, scheduled);
    }

    private static LocalLambda function(Jobs job, LocalFunctions functions) {
        var name = job.functionName();
        var timeout = job.schedule().isPresent() ? LocalTimeouts.SCHEDULED : LocalTimeouts.FUNCTION;
        return new LocalLambda(name, GatewayAccount.LOCAL.functionArn(name), functions.handler(name), timeout);
    }
}
