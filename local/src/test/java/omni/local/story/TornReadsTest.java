package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation is effective at once (contract 3.5), even for a call that reads its key before it and its account after it. */
@SharedWorld(SharedWorld.Kind.CLOCKED)
class TornReadsTest {

    private final World world;

    TornReadsTest(World world) {
        this.world = world;
    }

    private Customer person;

    @BeforeEach
    void organization() throws Exception {
        person = world.signUp();
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
        var other = world.by(person.key()).get("/v1/me").field("principal.principalId");

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
        return person.browser()
                .post("/v1/api_keys", "{\"livemode\":%s}".formatted(live))
                .is(201)
                .json();
    }

    private String secret(JsonNode key) {
        return key.path("secret").asText();
    }

    private Object revoke(JsonNode key) throws Exception {
        return revoke(key.path("id").asText());
    }

    private Object revoke(String keyId) throws Exception {
        return person.browser().delete("/v1/api_keys/" + keyId).is(200);
    }

    private Object rotate(JsonNode key, int overlapSeconds) throws Exception {
        return person.browser()
                .post(
                        "/v1/api_keys/" + key.path("id").asText() + "/rotate",
                        "{\"overlapSeconds\":%d}".formatted(overlapSeconds))
                .is(201);
    }

    private Map<String, String> letIn(TornReads reads, String secret, boolean live) {
        return new Authorized(world, person).letIn(reads.table(), secret, live);
    }

    private int committed(Map<String, String> context) {
        return new Authorized(world, person).committed(context);
    }

    private long used() {
        return world.account(person).grant().unitsUsed();
    }
}
