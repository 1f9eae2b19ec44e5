package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, by what, and what those learn who are not. */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class CredentialsTest {

    /** Well-formed, of an organization that does not exist: the vector of contract 3.2. */
    private static final String UNKNOWN = "secapi_test_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4";

    private final World world;

    CredentialsTest(World world) {
        this.world = world;
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                malformed("the checksum is wrong", key -> key.substring(0, key.length() - 1) + flipped(key)),
                malformed("a character is missing", key -> key.substring(0, key.length() - 1)),
                malformed("a character is too much", key -> key + "0"),
                malformed("it is of another brand", key -> "other" + key.substring("secapi".length())),
                malformed("the mode is changed", key -> key.replace("_live_", "_test_")),
                malformed("a character is not base62", key -> key.substring(0, 20) + "-" + key.substring(21)),
                malformed(
                        "it is of the other case",
                        key -> key.substring(0, 12) + key.substring(12).toUpperCase(java.util.Locale.ROOT)),
                malformed("it is a word", key -> "secret"));
    }

    private static Arguments malformed(String why, UnaryOperator<String> change) {
        return Arguments.of(why, change);
    }

    private static String flipped(String key) {
        return key.endsWith("0") ? "1" : "0";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedKeyIsRefusedWithoutADatabaseCall(String why, UnaryOperator<String> change) throws Exception {
        var customer = world.signUp();
        world.drain();
        world.databaseCalls().taken();

        var inHeader = world.by(change.apply(customer.key())).get(Calls.RESOLVE);
        var asBearer = world.nobody()
                .with("Authorization", "Bearer " + change.apply(customer.key()))
                .get(Calls.RESOLVE);

        assertRefused(inHeader);
        assertRefused(asBearer);
        assertThat(world.databaseCalls().taken()).isEmpty();
    }

    @Test
    void aGoodKeyCostsOneReadAndOneWriteAndARefusedCallNoWrite() throws Exception {
        var customer = world.signUp();
        customer.call(Calls.RESOLVE);
        world.drain();
        world.databaseCalls().taken();
        assertThat(customer.call(Calls.SECTION).status()).isEqualTo(200);
        // What the stream's consumer does after it comes later and is none of the call's.
        assertThat(world.databaseCalls().taken()).startsWith("batchGetItem", "updateItem");

        world.useUpGrant(customer);
        world.drain();
        world.databaseCalls().taken();
        assertThat(customer.call(Calls.SECTION).status()).isEqualTo(402);
        assertThat(world.databaseCalls().taken()).containsExactly("batchGetItem");
    }

    @Test
    void unknownRevokedAndMalformedKeysAreToldApartByNobody() throws Exception {
        var customer = world.signUp();
        var revoked = createdKey(customer, "{\"livemode\":true}");
        customer.browser().delete("/v1/api_keys/" + revoked.path("id").asText()).is(200);
        var secrets = List.of(
                UNKNOWN,
                revoked.path("secret").asText(),
                customer.key().substring(0, customer.key().length() - 1) + flipped(customer.key()),
                "nonsense");

        var answers = secrets.stream()
                .map(secret -> world.by(secret).get(Calls.RESOLVE))
                .toList();

        assertThat(answers).allSatisfy(CredentialsTest::assertRefused);
        assertThat(answers.stream().map(CredentialsTest::withoutLabels))
                .containsOnly(withoutLabels(answers.getFirst()));
        assertThat(answers.stream().map(CredentialsTest::headersWithoutLabels))
                .containsOnly(headersWithoutLabels(answers.getFirst()));
    }

    @Test
    void nobodyWithoutACredentialGetsFurtherThanAHint() {
        var answer = world.nobody().get("/v1/me");

        answer.is(401, "missing_api_key");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"secapi\"");
        assertThat(answer.field("hint")).isNotEmpty();
        assertThat(answer.field("docsUrl")).startsWith("https://docs.example.com/");
        assertThat(answer.field("details.createKeyUrl")).isNotEmpty();
        for (var header : List.of("Omni-Plan-Key", "Omni-Billing-State", "Omni-Billing-Status")) {
            assertThat(answer.has(header)).as(header).isFalse();
        }
        assertThat(world.nobody().get("/v1/billing/rates").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "key {0}, bearer {1} → {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            key,     bearer,  status
            good,    -,       200
            -,       good,    200
            good,    good,    200
            good,    bad,     401
            bad,     good,    401
            good,    jwt,     401
            -,       jwt,     401
            good,    basic,   401
            bad,     -,       401
            """)
    void everyCredentialThatIsPresentHasToBeGood(String key, String bearer, int status) throws Exception {
        var customer = world.signUp();
        var values = Map.of("good", customer.key(), "bad", UNKNOWN, "jwt", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.");
        var program = world.nobody();
        if (values.containsKey(key)) {
            program = program.withKey(values.getOrDefault(key, ""));
        }
        if (values.containsKey(bearer)) {
            program = program.with("Authorization", "Bearer " + values.getOrDefault(bearer, ""));
        }
        if (bearer.equals("basic")) {
            program = program.with("Authorization", "Basic YTpi");
        }

        var answer = program.get("/v1/me");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        if (status == 200) {
            answer.holds("{principal: {authMode: 'api_key'}}");
        } else {
            assertRefused(answer);
        }
    }

    @Test
    void theKeyStandsBeforeTheCookie() throws Exception {
        var person = world.signUp();
        var other = world.signUp();

        var both = person.browser().withKey(other.key()).get("/v1/me").json().path("principal");
        Answer.holds(both, "{authMode: 'api_key', orgId: '%s'}", other.orgId());
        assertThat(person.browser().withKey(UNKNOWN).get("/v1/me").status()).isEqualTo(401);
        var alone = person.browser().get("/v1/me").json().path("principal");
        Answer.holds(alone, "{authMode: 'session', orgId: '%s'}", person.orgId());
    }

    @Test
    void aCookieChangesNothingFromAForeignOriginOrNone() throws Exception {
        var person = world.signUp();
        var cookieOnly = world.nobody().with("Cookie", person.cookie());

        for (var foreign : List.of(
                cookieOnly,
                cookieOnly.with("Origin", "https://evil.example"),
                cookieOnly.with("Origin", "null"),
                cookieOnly.with("Origin", world.url() + ".evil.example"))) {
            for (var answer : List.of(
                    foreign.post("/v1/api_keys", "{}"),
                    foreign.post("/v1/billing/payg/activate", "{}"),
                    foreign.delete("/v1/api_keys/key_0"),
                    foreign.post("/auth/session/logout", ""))) {
                answer.is(403, "origin_not_allowed");
            }
            assertThat(foreign.get("/v1/me").status()).as("reading is safe").isEqualTo(200);
        }
        assertThat(person.browser().get("/v1/api_keys").at("data")).hasSize(1);
        assertThat(world.accounts().billing(person.orgId()).customer()).isNull();
        assertThat(person.createKey("{}").status()).isEqualTo(201);
        // Keys are not sent by browsers on their own: they need no origin.
        assertThat(person.program().post("/v1/api_keys", "{}").code()).isEqualTo("insufficient_scope");
    }

    @Test
    void aSessionThatHasEndedIsNone() throws Exception {
        var person = world.signUp();
        assertThat(person.browser().get("/auth/session").field("email")).isEqualTo(person.email());

        assertThat(person.browser().post("/auth/session/logout", "").status()).isEqualTo(204);

        assertThat(person.browser().get("/auth/session").code()).isEqualTo("missing_browser_session");
        assertThat(person.browser().get("/v1/me").status()).isEqualTo(401);
        assertThat(person.call("/v1/me").status()).as("the key goes on").isEqualTo(200);
    }

    private static JsonNode createdKey(Customer customer, String json) {
        var created = customer.createKey(json).is(201);
        return created.json();
    }

    static void assertRefused(Answer answer) {
        answer.is(401, "authentication_failed");
        assertThat(answer.field("type")).isEqualTo("authentication_error");
        assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
        assertThat(answer.header("Omni-Token-Count")).isEqualTo("0");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.field("requestId")).isEqualTo(answer.header("Request-Id"));
    }

    static JsonNode withoutLabels(Answer answer) {
        var body = answer.json().deepCopy();
        ((ObjectNode) body).remove(List.of("id", "requestId", "traceparent"));
        return body;
    }

    static Map<String, List<String>> headersWithoutLabels(Answer answer) {
        var headers = new HashMap<>(answer.headers().map());
        headers.keySet()
                .removeIf(name -> List.of("request-id", "traceparent", "date", "content-length")
                                .contains(name.toLowerCase(java.util.Locale.ROOT))
                        || name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz"));
        return headers;
    }
}
