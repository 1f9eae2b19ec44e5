package omni.local.agents;

import static omni.local.agents.World.attribute;
import static omni.local.agents.World.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import omni.access.SecretHasher;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.credential.Keys.Lookup;
import omni.dynamodb.DynamoKeys;
import omni.endpoint.Endpoints;
import omni.json.Timestamps;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.local.agents.World.Answer;
import omni.local.agents.World.Person;
import omni.sec.bundled.BundledFilings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RotateApiKey over HTTP (contract 11.2, 3.5). */
class RotationTest {

    private static final String METERED = "/v1/entities/resolve?ticker=AAPL";

    private static World world;
    private Person person;
    private String firstKeyId;

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
        firstKeyId = world.get("/v1/me", key(person.firstKey()))
                .body()
                .path("principal")
                .path("principalId")
                .asText();
    }

    private Answer rotate(String keyId, Map<String, String> headers, String body) throws Exception {
        return world.post("/v1/api_keys/" + keyId + "/rotate", headers, body);
    }

    private Answer rotateFirst(String body) throws Exception {
        return rotate(firstKeyId, person.headers(world), body);
    }

    private Answer create(String body) throws Exception {
        return world.post("/v1/api_keys", person.headers(world), body).is(201);
    }

    private JsonNode listed(String keyId) throws Exception {
        var data =
                world.get("/v1/api_keys", person.headers(world)).is(200).body().path("data");
        for (var key : data) {
            if (key.path("id").asText().equals(keyId)) {
                return key;
            }
        }
        throw new AssertionError("not listed: " + keyId);
    }

    @Test
    void theNewKeyIsTheOldOneWithAnotherSecret() throws Exception {
        var rotated = rotateFirst("{\"overlapSeconds\":60}").is(201);

        assertThat(rotated.fieldNames())
                .containsExactly(
                        "object",
                        "id",
                        "createdAt",
                        "livemode",
                        "orgId",
                        "label",
                        "keyPrefix",
                        "scopes",
                        "status",
                        "lastUsedAt",
                        "createdBy",
                        "replacesKeyId",
                        "secret",
                        "requestId");
        var old = listed(firstKeyId);
        assertThat(rotated.field("replacesKeyId")).isEqualTo(firstKeyId);
        for (var same : new String[] {"label", "scopes", "livemode", "orgId"}) {
            assertThat(rotated.body().path(same)).as(same).isEqualTo(old.path(same));
        }
        assertThat(rotated.field("secret")).startsWith("secapi_live_").isNotEqualTo(person.firstKey());
        assertThat(rotated.field("keyPrefix")).isEqualTo(rotated.field("secret").substring(0, 20));
        assertThat(old.path("status").asText()).isEqualTo("active");
        assertThat(old.path("expiresAt").asText())
                .isEqualTo(Timestamps.text(world.local().clock().instant().plusSeconds(60)));
        assertThat(rotated.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void bothKeysServeOnOnePurseUntilTheOldOneStopsOnTime() throws Exception {
        var secret = rotateFirst("{\"overlapSeconds\":60}").is(201).field("secret");

        assertThat(world.get(METERED, key(person.firstKey())).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("249");
        assertThat(world.get(METERED, key(secret)).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("248");
        world.advance(Duration.ofSeconds(60).minusMillis(1));
        world.get(METERED, key(person.firstKey())).is(200);
        world.get("/v1/limits", key(person.firstKey())).is(200);
        world.advance(Duration.ofMillis(1));

        var unknown = world.get(METERED, key("secapi_live_" + "x".repeat(53))).is(401, "authentication_failed");
        var expired = world.get(METERED, key(person.firstKey())).is(401, "authentication_failed");
        world.get("/v1/limits", key(person.firstKey())).is(401, "authentication_failed");
        assertThat(expired.field("message")).isEqualTo(unknown.field("message"));
        assertThat(world.get(METERED, key(secret)).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("246");
        assertThat(listed(firstKeyId).path("status").asText()).isEqualTo("revoked");
    }

    @Test
    void withoutAnOverlapTheOldKeyIsRevokedAtOnce() throws Exception {
        rotateFirst("{\"overlapSeconds\":0}").is(201);

        world.get("/v1/limits", key(person.firstKey())).is(401, "authentication_failed");
        var old = listed(firstKeyId);
        assertThat(old.path("status").asText()).isEqualTo("revoked");
        assertThat(old.path("revokedAt")).isEqualTo(old.path("expiresAt"));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {}                        | 3600
        {"overlapSeconds":null}   | 3600
        {"overlapSeconds":1}      | 1
        {"overlapSeconds":86400}  | 86400
        {"overlapSeconds":-1}     | 0
        {"overlapSeconds":86401}  | 0
        {"overlapSeconds":"60"}   | 0
        {"overlapSeconds":1.5}    | 0
        {"overlapSeconds":[60]}   | 0
        """)
    void anOverlapOutOfRangeIsRefusedAndChangesNothing(String body, long seconds) throws Exception {
        var answer = rotateFirst(body);

        if (seconds > 0) {
            answer.is(201);
            assertThat(listed(firstKeyId).path("expiresAt").asText())
                    .isEqualTo(Timestamps.text(world.local().clock().instant().plusSeconds(seconds)));
        } else {
            answer.is(400, "validation_error");
            assertThat(answer.detail("issues").path(0).path("path").asText()).isEqualTo("overlapSeconds");
            assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
            assertThat(world.events(person.orgId(), "api_key.rotated")).isEmpty();
        }
    }

    @Test
    void aForeignKeyReadsAsAnUnknownOne() throws Exception {
        var other = world.person();
        var unknown = rotate("key_nobodysKey", other.headers(world), "{}").is(404, "api_key_not_found");

        var foreign = rotate(firstKeyId, other.headers(world), "{}").is(404, "api_key_not_found");

        assertThat(foreign.text().replaceAll("(err|req)_[0-9A-Z]+|00-[0-9a-f-]+", ""))
                .isEqualTo(unknown.text().replaceAll("(err|req)_[0-9A-Z]+|00-[0-9a-f-]+", ""));
        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
    }

    @Test
    void aKeyIsRotatedWhileItServesAndNothingServesInItsPlace() throws Exception {
        var second = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");

        var again = rotateFirst("{}").is(409, "api_key_revoked");
        assertThat(again.detail("replacedByKeyId").asText()).isEqualTo(second);

        var third =
                rotate(second, person.headers(world), "{\"overlapSeconds\":60}").is(201);
        assertThat(third.field("replacesKeyId")).isEqualTo(second);
        world.advance(Duration.ofSeconds(60));
        rotateFirst("{}").is(409, "api_key_revoked");
        rotate(second, person.headers(world), "{}").is(409, "api_key_revoked");
        world.call("DELETE", "/v1/api_keys/" + third.field("id"), person.headers(world), null)
                .is(200);
        rotate(third.field("id"), person.headers(world), "{}").is(409, "api_key_revoked");
    }

    @Test
    void aRevokedSuccessorLetsItsPredecessorBeRotatedAgainButNotLiveLonger() throws Exception {
        var lost = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");
        var end = listed(firstKeyId).path("expiresAt").asText();
        world.call("DELETE", "/v1/api_keys/" + lost, person.headers(world), null)
                .is(200);

        rotateFirst("{\"overlapSeconds\":86400}").is(201);

        assertThat(listed(firstKeyId).path("expiresAt").asText()).isEqualTo(end);
    }

    @Test
    void aPairNeedsNoRoomButAThirdServingKeyOfALineDoes() throws Exception {
        create("{}");
        world.post("/v1/api_keys", person.headers(world), "{}").is(402, "api_key_limit_reached");

        var second = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");
        world.post("/v1/api_keys", person.headers(world), "{}").is(402, "api_key_limit_reached");
        var full =
                rotate(second, person.headers(world), "{\"overlapSeconds\":60}").is(402, "api_key_limit_reached");

        assertThat(full.detail("reason").asText()).isEqualTo("api_key_limit");
        assertThat(full.detail("activeKeyLimit").asInt()).isEqualTo(2);
        assertThat(full.detail("activeCount").asInt()).isEqualTo(2);
        assertThat(full.detail("nextSteps").path(0).path("action").asText()).isEqualTo("list_api_keys");
        rotate(second, person.headers(world), "{\"overlapSeconds\":0}").is(201);
    }

    @Test
    void nobodyRotatesAKeyIntoScopesThatTheyLack() throws Exception {
        var manager = create("{\"scopes\":[\"api_keys:manage\"],\"livemode\":true}");

        var refused = rotate(firstKeyId, key(manager.field("secret")), "{}").is(403, "insufficient_scope");

        assertThat(refused.detail("requiredScopes").path(0).asText()).isEqualTo("read:sec");
        assertThat(refused.header("Omni-Required-Scopes")).isEqualTo("read:sec");
        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
        rotate(manager.field("id"), key(manager.field("secret")), "{}").is(201);
        rotate(firstKeyId, key(person.firstKey()), "{}").is(403, "insufficient_scope");
    }

    @Test
    void aTestKeyRotatesTestKeysOnly() throws Exception {
        var manager = create("{\"scopes\":[\"api_keys:manage\",\"read:sec\"],\"livemode\":false}");

        rotate(firstKeyId, key(manager.field("secret")), "{}").is(403, "livemode_required");

        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
        var own =
                rotate(manager.field("id"), key(manager.field("secret")), "{}").is(201);
        assertThat(own.field("secret")).startsWith("secapi_test_");
        assertThat(own.body().path("livemode").asBoolean()).isFalse();
    }

    @Test
    void aRestrictedOrganizationRotatesNothing() throws Exception {
        world.standing(
                person.orgId(),
                standing -> new omni.account.Account.Standing(false, null, null, false, null, true, null));

        rotateFirst("{}").is(402, "billing_required");
    }

    @Test
    void theChangeIsFoundInTheAuditAndCallsThatBeganBeforeLookAtTheirKeyAgain() throws Exception {
        var before = world.account(person.orgId()).keysVersion();
        var rotated = rotateFirst("{\"overlapSeconds\":60}").is(201);

        var event = world.events(person.orgId(), "api_key.rotated");
        assertThat(event).hasSize(1);
        var item = event.getFirst();
        assertThat(attribute(item, "requestId").s()).isEqualTo(rotated.field("requestId"));
        assertThat(attribute(item, "actor").s()).startsWith("usr_");
        var data = attribute(item, "data").m();
        assertThat(attribute(data, "keyId").s()).isEqualTo(firstKeyId);
        assertThat(attribute(data, "newKeyId").s()).isEqualTo(rotated.field("id"));
        assertThat(attribute(data, "overlapSeconds").n()).isEqualTo("60");
        assertThat(world.account(person.orgId()).keysVersion()).isEqualTo(before + 1);
        assertThat(world.table().toString()).doesNotContain(rotated.field("secret"));
        assertThat(world.log().toString()).doesNotContain(rotated.field("secret"));
    }

    @ParameterizedTest(name = "overlap {0} s, committed {1} s after → {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        overlap, later, status
        0,       0,     401
        60,      0,     200
        60,      59,    200
        60,      60,    401
        """)
    void aCallThatWasLetInBeforeTheRotationIsCommittedWhileItsKeyServes(long overlap, long later, int status)
            throws Exception {
        var letIn = letIn(person.firstKey());
        rotateFirst("{\"overlapSeconds\":" + overlap + "}").is(201);
        world.advance(Duration.ofSeconds(later));

        assertThat(committed(letIn)).isEqualTo(status);
        assertThat(world.account(person.orgId()).grant().unitsLeft()).isEqualTo(status == 200 ? 249 : 250);
    }

    /** What the authorizer says of a key now, to be used later. */
    private Map<String, String> letIn(String secret) {
        var hashes = new SecretHasher(world.local().foundation().configuration().peppers()).hashesOf(secret);
        var found = (Lookup.Found) new DynamoKeys(world.local().table())
                .authenticate(
                        hashes, person.orgId(), true, world.local().clock().instant());
        return CallerCodec.encode(
                new Caller(found.key().principal(world.local().clock().instant()), found.live(), found.live()));
    }

    private int committed(Map<String, String> authorizer) throws Exception {
        var foundation = world.local().foundation();
        var function = new MeteredEndpoints(
                        MeteredRoot.of(foundation, world.local().table(), new BundledFilings()))
                .function(Endpoints.RESOLVE_ENTITY);
        return World.invoke(function, "GET", "/v1/entities/resolve", Map.of("ticker", "AAPL"), authorizer, null);
    }
}
