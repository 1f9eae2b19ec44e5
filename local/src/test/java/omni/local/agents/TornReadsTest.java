package omni.local.agents;

import static omni.local.agents.World.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import omni.access.SecretHasher;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.credential.Keys.Lookup;
import omni.dynamodb.DynamoKeys;
import omni.endpoint.Endpoints;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.local.agents.World.Person;
import omni.sec.bundled.BundledFilings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation is effective at once (contract 3.5), even for a call that reads its key before it and its account after it. */
class TornReadsTest {

    private static World world;
    private Person person;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void organization() throws Exception {
        person = world.person();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyRevokedBetweenTheReadsOfKeyAndAccountServesNoCall(boolean live) throws Exception {
        var key = created(live);

        assertThat(served(key, live, () -> revoke(key))).isFalse();
        assertThat(used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyRotatedAwayBetweenTheReadsServesNoCall(boolean live) throws Exception {
        var key = created(live);

        assertThat(served(key, live, () -> rotate(key, 0))).isFalse();
        assertThat(used()).isZero();
    }

    @Test
    void aKeyThatIsGivenAnEndBetweenTheReadsServesUntilThen() throws Exception {
        var key = created(true);
        var letIn = letIn(new TornReads(world.local().table(), () -> rotate(key, 60)), secret(key), true);

        assertThat(committed(letIn)).isEqualTo(200);
        world.advance(Duration.ofSeconds(60));
        assertThat(committed(letIn)).isEqualTo(401);
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void anotherKeysRevocationBetweenTheReadsDisturbsNoCall() throws Exception {
        var key = created(true);
        var other = world.get("/v1/me", key(person.firstKey()))
                .body()
                .path("principal")
                .path("principalId")
                .asText();

        assertThat(served(key, true, () -> revoke(other))).isTrue();
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void onlyInTheMinuteAfterAChangeIsAKeyReadASecondTime() throws Exception {
        var key = created(true);
        var unchanged = new TornReads(world.local().table(), () -> "");
        letIn(unchanged, secret(key), true);
        rotate(key, 3_600);
        var lately = new TornReads(world.local().table(), () -> "");
        letIn(lately, secret(key), true);
        world.advance(Duration.ofMinutes(1));
        var later = new TornReads(world.local().table(), () -> "");
        letIn(later, secret(key), true);

        assertThat(unchanged.calls()).containsExactly("batchGetItem");
        assertThat(lately.calls()).containsExactly("batchGetItem", "getItem");
        assertThat(later.calls()).containsExactly("batchGetItem");
    }

    private boolean served(JsonNode key, boolean live, Callable<?> between) throws Exception {
        var letIn = letIn(new TornReads(world.local().table(), between), secret(key), live);
        return !letIn.isEmpty() && committed(letIn) == 200;
    }

    private JsonNode created(boolean live) throws Exception {
        return world.post("/v1/api_keys", person.headers(world), "{\"livemode\":%s}".formatted(live))
                .is(201)
                .body();
    }

    private static String secret(JsonNode key) {
        return key.path("secret").asText();
    }

    private Object revoke(JsonNode key) throws Exception {
        return revoke(key.path("id").asText());
    }

    private Object revoke(String keyId) throws Exception {
        return world.call("DELETE", "/v1/api_keys/" + keyId, person.headers(world), null)
                .is(200);
    }

    private Object rotate(JsonNode key, int overlapSeconds) throws Exception {
        return world.post(
                        "/v1/api_keys/" + key.path("id").asText() + "/rotate",
                        person.headers(world),
                        "{\"overlapSeconds\":%d}".formatted(overlapSeconds))
                .is(201);
    }

    /** What the authorizer hands on for a key; empty when it refuses it. */
    private Map<String, String> letIn(TornReads reads, String secret, boolean live) {
        var hashes = new SecretHasher(world.local().foundation().configuration().peppers()).hashesOf(secret);
        var now = world.local().clock().instant();
        return switch (new DynamoKeys(reads.table()).authenticate(hashes, person.orgId(), live, now)) {
            case Lookup.Found(var key, var account, var test) ->
                key.activeAt(now)
                        ? CallerCodec.encode(new Caller(key.principal(now), test == null ? account : test, account))
                        : Map.of();
            case Lookup.Unknown() -> Map.of();
            case Lookup.Unreachable(var cause) -> throw new AssertionError(cause);
        };
    }

    private int committed(Map<String, String> authorizer) throws Exception {
        var foundation = world.local().foundation();
        var function = new MeteredEndpoints(
                        MeteredRoot.of(foundation, world.local().table(), new BundledFilings()))
                .function(Endpoints.RESOLVE_ENTITY);
        return World.invoke(function, "GET", "/v1/entities/resolve", Map.of("ticker", "AAPL"), authorizer, null);
    }

    private long used() {
        return world.account(person.orgId()).grant().unitsUsed();
    }
}
