package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import omni.json.Timestamps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RotateApiKey over HTTP (contract 11.2, 3.5). */
@SharedWorld(SharedWorld.Kind.CLOCKED)
class RotationTest {

    private static final String METERED = "/v1/entities/resolve?ticker=AAPL";

    private final World world;

    RotationTest(World world) {
        this.world = world;
    }

    private Customer person;
    private String firstKeyId;

    @BeforeEach
    void organization() throws Exception {
        person = world.signUp();
        firstKeyId = world.by(person.key()).get("/v1/me").field("principal.principalId");
    }

    private Answer rotate(String keyId, Client by, String body) {
        return by.post("/v1/api_keys/" + keyId + "/rotate", body);
    }

    private Answer rotateFirst(String body) throws Exception {
        return rotate(firstKeyId, person.browser(), body);
    }

    private Answer create(String body) throws Exception {
        return person.browser().post("/v1/api_keys", body).is(201);
    }

    private JsonNode listed(String keyId) throws Exception {
        var data = person.browser().get("/v1/api_keys").is(200).json().path("data");
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
            assertThat(rotated.json().path(same)).as(same).isEqualTo(old.path(same));
        }
        assertThat(rotated.field("secret")).startsWith("secapi_live_").isNotEqualTo(person.key());
        assertThat(rotated.field("keyPrefix")).isEqualTo(rotated.field("secret").substring(0, 20));
        Answer.holds(
                old,
                "{status: 'active', expiresAt: '%s'}",
                Timestamps.text(world.now().plusSeconds(60)));
        assertThat(rotated.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void bothKeysServeOnOnePurseUntilTheOldOneStopsOnTime() throws Exception {
        var secret = rotateFirst("{\"overlapSeconds\":60}").is(201).field("secret");

        assertThat(world.by(person.key()).get(METERED).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("249");
        assertThat(world.by(secret).get(METERED).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("248");
        world.advance(Duration.ofSeconds(60).minusMillis(1));
        world.by(person.key()).get(METERED).is(200);
        world.by(person.key()).get("/v1/limits").is(200);
        world.advance(Duration.ofMillis(1));

        var unknown = world.by("secapi_live_" + "x".repeat(53)).get(METERED).is(401, "authentication_failed");
        var expired = world.by(person.key()).get(METERED).is(401, "authentication_failed");
        world.by(person.key()).get("/v1/limits").is(401, "authentication_failed");
        assertThat(expired.field("message")).isEqualTo(unknown.field("message"));
        assertThat(world.by(secret).get(METERED).is(200).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("246");
        assertThat(listed(firstKeyId).path("status").asText()).isEqualTo("revoked");
    }

    @Test
    void withoutAnOverlapTheOldKeyIsRevokedAtOnce() throws Exception {
        rotateFirst("{\"overlapSeconds\":0}").is(201);

        world.by(person.key()).get("/v1/limits").is(401, "authentication_failed");
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
                    .isEqualTo(Timestamps.text(world.now().plusSeconds(seconds)));
        } else {
            answer.is(400, "validation_error");
            assertThat(answer.detail("issues").path(0).path("path").asText()).isEqualTo("overlapSeconds");
            assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
            assertThat(world.events(person, "api_key.rotated")).isEmpty();
        }
    }

    @Test
    void aForeignKeyReadsAsAnUnknownOne() throws Exception {
        var other = world.signUp();
        var unknown = rotate("key_nobodysKey", other.browser(), "{}").is(404, "api_key_not_found");

        var foreign = rotate(firstKeyId, other.browser(), "{}").is(404, "api_key_not_found");

        assertThat(foreign.text().replaceAll("(err|req)_[0-9A-Z]+|00-[0-9a-f-]+", ""))
                .isEqualTo(unknown.text().replaceAll("(err|req)_[0-9A-Z]+|00-[0-9a-f-]+", ""));
        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
    }

    @Test
    void aKeyIsRotatedWhileItServesAndNothingServesInItsPlace() throws Exception {
        var second = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");

        var again = rotateFirst("{}").is(409, "api_key_revoked");
        assertThat(again.detail("replacedByKeyId").asText()).isEqualTo(second);

        var third = rotate(second, person.browser(), "{\"overlapSeconds\":60}").is(201);
        assertThat(third.field("replacesKeyId")).isEqualTo(second);
        world.advance(Duration.ofSeconds(60));
        rotateFirst("{}").is(409, "api_key_revoked");
        rotate(second, person.browser(), "{}").is(409, "api_key_revoked");
        person.browser().delete("/v1/api_keys/" + third.field("id")).is(200);
        rotate(third.field("id"), person.browser(), "{}").is(409, "api_key_revoked");
    }

    @Test
    void aRevokedSuccessorLetsItsPredecessorBeRotatedAgainButNotLiveLonger() throws Exception {
        var lost = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");
        var end = listed(firstKeyId).path("expiresAt").asText();
        person.browser().delete("/v1/api_keys/" + lost).is(200);

        rotateFirst("{\"overlapSeconds\":86400}").is(201);

        assertThat(listed(firstKeyId).path("expiresAt").asText()).isEqualTo(end);
    }

    @Test
    void aPairNeedsNoRoomButAThirdServingKeyOfALineDoes() throws Exception {
        create("{}");
        person.browser().post("/v1/api_keys", "{}").is(402, "api_key_limit_reached");

        var second = rotateFirst("{\"overlapSeconds\":60}").is(201).field("id");
        person.browser().post("/v1/api_keys", "{}").is(402, "api_key_limit_reached");
        var full = rotate(second, person.browser(), "{\"overlapSeconds\":60}").is(402, "api_key_limit_reached");

        assertThat(full.detail("reason").asText()).isEqualTo("api_key_limit");
        assertThat(full.detail("activeKeyLimit").asInt()).isEqualTo(2);
        assertThat(full.detail("activeCount").asInt()).isEqualTo(2);
        assertThat(full.detail("nextSteps").path(0).path("action").asText()).isEqualTo("list_api_keys");
        rotate(second, person.browser(), "{\"overlapSeconds\":0}").is(201);
    }

    @Test
    void nobodyRotatesAKeyIntoScopesThatTheyLack() throws Exception {
        var manager = create("{\"scopes\":[\"api_keys:manage\"],\"livemode\":true}");

        var refused =
                rotate(firstKeyId, world.by(manager.field("secret")), "{}").is(403, "insufficient_scope");

        assertThat(refused.detail("requiredScopes").path(0).asText()).isEqualTo("read:sec");
        assertThat(refused.header("Omni-Required-Scopes")).isEqualTo("read:sec");
        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
        rotate(manager.field("id"), world.by(manager.field("secret")), "{}").is(201);
        rotate(firstKeyId, world.by(person.key()), "{}").is(403, "insufficient_scope");
    }

    @Test
    void aTestKeyRotatesTestKeysOnly() throws Exception {
        var manager = create("{\"scopes\":[\"api_keys:manage\",\"read:sec\"],\"livemode\":false}");

        rotate(firstKeyId, world.by(manager.field("secret")), "{}").is(403, "livemode_required");

        assertThat(listed(firstKeyId).has("expiresAt")).isFalse();
        var own = rotate(manager.field("id"), world.by(manager.field("secret")), "{}")
                .is(201);
        assertThat(own.field("secret")).startsWith("secapi_test_");
        assertThat(own.at("livemode").asBoolean()).isFalse();
    }

    @Test
    void aRestrictedOrganizationRotatesNothing() throws Exception {
        world.standing(person, World.RESTRICTED);

        rotateFirst("{}").is(402, "billing_required");
    }

    @Test
    void theChangeIsFoundInTheAuditAndCallsThatBeganBeforeLookAtTheirKeyAgain() throws Exception {
        var before = world.account(person).keysVersion();
        var rotated = rotateFirst("{\"overlapSeconds\":60}").is(201);

        var event = world.events(person, "api_key.rotated");
        assertThat(event).hasSize(1);
        var item = event.getFirst();
        assertThat(StoredWorld.attribute(item, "requestId").s()).isEqualTo(rotated.field("requestId"));
        assertThat(StoredWorld.attribute(item, "actor").s()).startsWith("usr_");
        var data = StoredWorld.attribute(item, "data").m();
        assertThat(StoredWorld.attribute(data, "keyId").s()).isEqualTo(firstKeyId);
        assertThat(StoredWorld.attribute(data, "newKeyId").s()).isEqualTo(rotated.field("id"));
        assertThat(StoredWorld.attribute(data, "overlapSeconds").n()).isEqualTo("60");
        assertThat(world.account(person).keysVersion()).isEqualTo(before + 1);
        assertThat(world.wholeTable().toString()).doesNotContain(rotated.field("secret"));
        assertThat(world.log().lines().toString()).doesNotContain(rotated.field("secret"));
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
        var halves = new Authorized(world, person);
        var letIn = halves.letIn(world.local().table(), person.key(), true);
        rotateFirst("{\"overlapSeconds\":" + overlap + "}").is(201);
        world.advance(Duration.ofSeconds(later));

        assertThat(halves.committed(letIn)).isEqualTo(status);
        assertThat(world.account(person).grant().unitsLeft()).isEqualTo(status == 200 ? 249 : 250);
    }
}
