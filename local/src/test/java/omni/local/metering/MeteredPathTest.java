package omni.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.access.IdentityProvider.Identity;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.access.SecretName;
import omni.account.Account;
import omni.call.EndpointFunction;
import omni.dynamodb.DynamoOrganizations;
import omni.endpoint.Endpoints;
import omni.fakes.Altered;
import omni.fakes.Ask;
import omni.fakes.KeptLog;
import omni.fakes.MovableClock;
import omni.job.Authorize;
import omni.json.Json;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import omni.lambda.AuthorizerRoot;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.local.dynamodb.DynamoBooks;
import omni.local.machine.LocalTimeouts;
import omni.member.SignUp;
import omni.meter.Plans;
import omni.sec.bundled.BundledFilings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a call costs from its authorization to its answer: one read, one write, and nothing where it is refused. */
class MeteredPathTest {

    private static final String PEPPER = "cGVwcGVyIGZvciB0ZXN0cyBhbG9uZSwgMzIgYnl0ZXM=";

    private static final DynamoBooks BOOKS = new DynamoBooks();

    @SuppressWarnings("NullAway.Init") // set before all
    private static Foundation foundation;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Authorize authorize;

    @SuppressWarnings("NullAway.Init") // set before all
    private static EndpointFunction resolve;

    @SuppressWarnings("NullAway.Init") // set before all
    private static EndpointFunction limits;

    private static final MovableClock CLOCK = new MovableClock(Plans.NOW);
    private static final Ids IDS = new Ids(new Random(1));

    private String secret = "";
    private Account account = Account.open("org_unset", true, 0, Plans.NOW);

    @BeforeAll
    static void start() {
        foundation = Foundation.of(
                Configuration.of(variables(), EnumSet.of(SecretName.PEPPERS, SecretName.SESSION_KEY)),
                CLOCK,
                IDS,
                new KeptLog(),
                LocalTimeouts.OF_FUNCTIONS);
        authorize = AuthorizerRoot.of(foundation, BOOKS.table()).authorize();
        resolve = new MeteredEndpoints(MeteredRoot.of(foundation, BOOKS.table(), new BundledFilings()))
                .function(Endpoints.RESOLVE_ENTITY);
        limits = new AccountEndpoints(AccountRoot.of(foundation, BOOKS.table())).function(Endpoints.GET_LIMITS);
    }

    private static Map<String, String> variables() {
        var variables = new HashMap<String, String>();
        variables.put("OMNI_TABLE_NAME", "books");
        variables.put("OMNI_API_BASE_URL", "https://api.example.com");
        variables.put("OMNI_DOCS_BASE_URL", "https://docs.example.com");
        variables.put("OMNI_UPGRADE_URL", "https://example.com/upgrade");
        variables.put("OMNI_BILLING_URL", "https://example.com/billing");
        variables.put("OMNI_PEPPERS", PEPPER);
        variables.put("OMNI_SESSION_KEY", PEPPER);
        return variables;
    }

    @BeforeEach
    void signUp() {
        var configuration = foundation.configuration();
        var signUp = new SignUp(
                new SecretFormat(configuration.settings().keyBrand()), new SecretHasher(configuration.peppers()), 250);
        var prepared = signUp.prepare(
                new Identity("https://issuer.example.com", IDS.of("sub"), "a@example.com", true, "nonce"),
                IDS,
                "req_1",
                Plans.NOW);
        new DynamoOrganizations(BOOKS.table(), DynamoBooks.CLASSES).create(prepared.organization());
        secret = prepared.secret();
        account = BOOKS.account(prepared.organization().organization().id(), true);
        BOOKS.calls().forget();
    }

    @Test
    void aMeteredCallByKeyIsOneReadAndOneWriteOfOneUnit() {
        assertThat(call(resolve, "/v1/entities/resolve", "Apple").status()).isEqualTo(200);

        assertThat(BOOKS.calls().operations()).containsExactly("BatchGetItem", "UpdateItem");
        assertThat(BOOKS.calls().writeUnits()).containsExactly(1.0);
    }

    @Test
    void aFailedCallHasItsRowInOneWriteToo() {
        assertThat(call(resolve, "/v1/entities/resolve", "").status()).isEqualTo(400);

        assertThat(BOOKS.calls().operations()).containsExactly("BatchGetItem", "UpdateItem");
        assertThat(BOOKS.account(account.orgId(), true).grant().unitsUsed()).isZero();
        assertThat(BOOKS.account(account.orgId(), true).ledger().sequence()).isEqualTo(1);
    }

    @Test
    void aFreeCallIsOneReadAndOneWriteOfOneUnit() {
        assertThat(call(limits, "/v1/limits", "").status()).isEqualTo(200);

        assertThat(BOOKS.calls().operations()).containsExactly("BatchGetItem", "UpdateItem");
        assertThat(BOOKS.calls().writeUnits()).containsExactly(1.0);
    }

    @Test
    void aRefusalForMoneyThatTheSnapshotShowsWritesNothing() {
        BOOKS.put(Altered.grant(account, 250, 250, account.grant().period()));
        BOOKS.calls().forget();

        assertThat(call(resolve, "/v1/entities/resolve", "Apple").status()).isEqualTo(402);

        assertThat(BOOKS.calls().operations()).containsExactly("BatchGetItem");
    }

    @Test
    void aRefusalForTheRateThatTheSnapshotShowsWritesNothing() {
        var meterClass = foundation.catalog().meterClass("entity_resolve").orElseThrow();
        BOOKS.put(Altered.windows(account, meterClass, 600, 0));
        BOOKS.calls().forget();

        assertThat(call(resolve, "/v1/entities/resolve", "Apple").status()).isEqualTo(429);

        assertThat(BOOKS.calls().operations()).containsExactly("BatchGetItem");
    }

    @Test
    void aRaceForTheLastUnitCostsOneReadMoreByNobody() {
        var context = authorize(secret, "/v1/entities/resolve");
        BOOKS.put(Altered.grant(account, 250, 250, account.grant().period()));
        BOOKS.calls().forget();

        assertThat(call(resolve, "/v1/entities/resolve", "Apple", context).status())
                .isEqualTo(402);

        assertThat(BOOKS.calls().operations()).as("the refused write, no read").containsExactly("UpdateItem");
    }

    @Test
    void aKeyOfWrongShapeOrChecksumNeverReachesTheTable() {
        var last = secret.charAt(secret.length() - 1);
        for (var wrong : List.of(
                "secapi_live_short",
                "other" + secret.substring(6),
                secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a'),
                secret + "a",
                "'; DROP TABLE")) {
            assertThat(authorize(wrong, "/v1/entities/resolve")).doesNotContainKey("principal");
        }
        assertThat(BOOKS.calls().operations()).isEmpty();
    }

    private Ask.Answer call(RequestStreamHandler handler, String path, String query) {
        return call(handler, path, query, authorize(secret, path));
    }

    private static Ask.Answer call(
            RequestStreamHandler handler, String path, String query, Map<String, String> context) {
        var call = Ask.of("GET", path).authorizer(context);
        return (query.isEmpty() ? call : call.query("q", query)).of(handler);
    }

    /** The context that the authorizer hands on. */
    private static Map<String, String> authorize(String key, String path) {
        var event = new HashMap<String, @Nullable Object>();
        event.put("methodArn", "arn:aws:execute-api:us-east-1:000000000000:api/v1/GET" + path);
        event.put("resource", path);
        event.put("path", path);
        event.put("httpMethod", "GET");
        event.put("headers", Map.of("x-api-key", key));
        event.put("requestContext", Map.of("identity", Map.of("sourceIp", "192.0.2.1")));
        var out = new ByteArrayOutputStream();
        try {
            authorize.handleRequest(
                    new ByteArrayInputStream(Json.write(event)),
                    out,
                    omni.fakes.Unused.port(com.amazonaws.services.lambda.runtime.Context.class));
            var context = new HashMap<String, String>();
            Json.asObject(Json.readObject(out.toByteArray()).get("context"))
                    .forEach((name, value) -> context.put(name, String.valueOf(value)));
            return context;
        } catch (java.io.IOException | Json.MalformedJson e) {
            throw new AssertionError(e);
        }
    }
}
