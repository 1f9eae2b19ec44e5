package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import omni.access.AuthMode;
import omni.access.Human;
import omni.access.Principal;
import omni.access.Scopes;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.call.Caller;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import omni.member.Member;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who was removed leaves behind: no access that works, and keys that are known. Contract 3, 11.1a, 11.2, 11.10. */
class RemovalTest {

    private static final Human BOB = new Human(
            "https://issuer.example",
            "auth0|bob",
            "usr_bob",
            Rig.ORG,
            "bob@example.com",
            Rig.NOW.minus(Duration.ofDays(1)));

    private final Rig rig = new Rig();

    @BeforeEach
    void bobIsAMember() {
        rig.account(rig.fresh().subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        join(BOB);
    }

    private void join(Human human) {
        rig.members.put(Member.Active.founder(human));
        rig.store.put(human);
    }

    private Caller bob() {
        return caller(AuthMode.BEARER, "usr_bob", Scopes.HUMAN, null);
    }

    private Caller caller(AuthMode mode, String id, Set<String> scopes, @Nullable Instant end) {
        var principal = new Principal(
                mode,
                id,
                id,
                Rig.ORG,
                scopes,
                true,
                mode.human() ? null : "hash",
                end,
                null,
                mode.human() ? BOB.email() : null);
        return new Caller(principal, rig.store.account(Rig.ORG, true), rig.store.account(Rig.ORG, true));
    }

    private Caller byKey(String keyId, String... scopes) {
        return caller(AuthMode.API_KEY, keyId, Set.of(scopes), null);
    }

    private String token(Caller by) {
        var answer =
                Ask.of("POST", "/v1/agent/bootstrap_tokens").by(by).of(rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN));
        assertThat(answer.status()).isEqualTo(201);
        return String.valueOf(answer.json().get("secret"));
    }

    private Ask.Answer redeem(String token) {
        return Ask.of("POST", "/v1/agent/bootstrap")
                .body("{\"token\":\"" + token + "\"}")
                .of(rig.function(Endpoints.BOOTSTRAP_AGENT));
    }

    private Ask.Answer create(Caller by, String body) {
        return Ask.of("POST", "/v1/api_keys").by(by).body(body).of(rig.function(Endpoints.CREATE_API_KEY));
    }

    private String created(Caller by, String scopes) {
        var answer = create(by, "{\"livemode\":true,\"scopes\":[" + scopes + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return String.valueOf(answer.json().get("id"));
    }

    private String rotated(Caller by, String keyId) {
        var answer = rotate(by, keyId);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return String.valueOf(answer.json().get("id"));
    }

    private Ask.Answer rotate(Caller by, String keyId) {
        return Ask.of("POST", "/v1/api_keys/" + keyId + "/rotate")
                .pathParameter("keyId", keyId)
                .by(by)
                .of(rig.function(Endpoints.ROTATE_API_KEY));
    }

    private Ask.Answer remove(String... query) {
        return remove(rig.byBearer(), query);
    }

    private Ask.Answer remove(Caller by, String... query) {
        var ask = Ask.of("DELETE", "/v1/org/members/bob@example.com")
                .pathParameter("email", "bob@example.com")
                .by(by);
        for (var index = 0; index < query.length; index += 2) {
            ask.query(query[index], query[index + 1]);
        }
        return ask.of(rig.function(Endpoints.REMOVE_MEMBER));
    }

    private static List<Map<String, Object>> remaining(Ask.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ((List<?>) Objects.requireNonNull(answer.json().get("remainingKeys")))
                .stream()
                        .<Map<String, Object>>map(key -> new HashMap<>(Json.asObject(key)))
                        .toList();
    }

    private static List<String> ids(Ask.Answer answer) {
        return remaining(answer).stream()
                .map(key -> String.valueOf(key.get("id")))
                .toList();
    }

    private List<ApiKey> serving() {
        return rig.store.ring(Rig.ORG).keys().stream()
                .filter(key -> key.activeAt(rig.clock.instant()))
                .toList();
    }

    @Test
    void aSponsorTokenEndsWithItsIssuersMembershipAndComesBackWithNoOtherOne() {
        var token = token(bob());
        assertThat(remove().status()).isEqualTo(200);
        assertThat(redeem(token).code()).isEqualTo("bootstrap_token_expired");
        join(new Human(BOB.issuer(), BOB.subject(), BOB.userId(), BOB.orgId(), BOB.email(), Rig.NOW));
        assertThat(redeem(token).code()).as("another membership").isEqualTo("bootstrap_token_expired");
        assertThat(redeem(token(bob())).status())
                .as("a token of this membership")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void whateverIsRedeemedWhileTheIssuerIsRemovedIsRefusedOrListed(int moment) {
        var token = token(bob());
        var listed = new ArrayList<String>();
        var steps = new AtomicInteger();
        rig.onStep(done -> {
            if (steps.getAndIncrement() == moment) {
                rig.onStep(nothing -> {});
                listed.addAll(ids(remove()));
            }
        });

        var answer = redeem(token);

        rig.onStep(nothing -> {});
        if (steps.get() <= moment) {
            listed.addAll(ids(remove()));
        }
        assertThat(answer.status()).as(answer.text()).isIn(201, 410);
        assertThat(serving()).extracting(ApiKey::id).containsExactlyElementsOf(listed);
        assertThat(listed).hasSize(answer.status() == 201 ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void whateverTheyAreMakingAtThatMomentIsRefusedOrListed(int moment) {
        var old = created(rig.byBearer(), "\"read:sec\"");
        for (var rotates : List.of(false, true)) {
            join(BOB);
            var listed = new ArrayList<String>();
            var steps = new AtomicInteger();
            rig.onStep(done -> {
                if (steps.getAndIncrement() == moment) {
                    rig.onStep(nothing -> {});
                    listed.addAll(ids(remove()));
                }
            });
            var answer = rotates ? rotate(bob(), old) : create(bob(), "{\"livemode\":true}");
            rig.onStep(nothing -> {});
            if (steps.get() <= moment) {
                listed.addAll(ids(remove()));
            }
            assertThat(answer.status()).as(answer.text()).isIn(201, 401);
            if (answer.status() == 201) {
                assertThat(listed).contains(String.valueOf(answer.json().get("id")));
            }
            listed.clear();
        }
    }

    @Test
    void keysThatTheyMadeByThemselvesByKeysAndByTokensLiveOnAndAreListed() {
        var own = created(bob(), "\"read:sec\",\"api_keys:manage\"");
        var byKey = created(byKey(own, "read:sec", "api_keys:manage"), "\"read:sec\",\"api_keys:manage\"");
        var byKeysKey = created(byKey(byKey, "read:sec", "api_keys:manage"), "\"read:sec\"");
        var byToken = String.valueOf(
                Json.asObject(redeem(token(bob())).json().get("apiKey")).get("id"));
        var anns = created(rig.byBearer(), "\"read:sec\"");
        var takenOver = rotated(bob(), anns);
        var handedOver = rotated(rig.byBearer(), byToken);

        var answer = remove();

        assertThat(ids(answer)).containsExactlyInAnyOrder(own, byKey, byKeysKey, byToken, takenOver, handedOver);
        assertThat(remaining(answer)).allSatisfy(key -> assertThat(key).containsEntry("status", "active"));
        assertThat(maker(answer, byKey)).isEqualTo(maker("api_key", own, null));
        assertThat(maker(answer, takenOver)).isEqualTo(maker("human", "usr_bob", null));
        assertThat(maker(answer, handedOver)).isEqualTo(maker("human", "usr_1", "ann@example.com"));
        assertThat(ids(remove())).as("again the same").containsExactlyInAnyOrderElementsOf(ids(answer));
    }

    private static Map<String, Object> maker(Ask.Answer answer, String keyId) {
        return remaining(answer).stream()
                .filter(key -> keyId.equals(key.get("id")))
                .map(key -> Json.asObject(key.get("createdBy")))
                .<Map<String, Object>>map(HashMap::new)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> maker(String type, String id, @Nullable String email) {
        var maker = new HashMap<String, Object>();
        maker.put("type", type);
        maker.put("principalId", id);
        maker.put("email", email);
        return maker;
    }

    @Test
    void revokingTheirKeysNeedsTheScopeForKeysAndABadWordRemovesNobody() {
        var billing = caller(AuthMode.BEARER, "usr_1", Set.of(Scopes.BILLING_MANAGE), null);
        assertThat(remove(billing, "revokeKeys", "true").code()).isEqualTo("insufficient_scope");
        assertThat(remove("revokeKeys", "yes").code()).isEqualTo("invalid_query_parameter");
        assertThat(rig.members.events()).isEmpty();
        assertThat(remove(billing, "revokeKeys", "false").status()).isEqualTo(200);
    }

    /** More keys than three transactions hold; the process dies at each of its steps in turn, and a repetition finishes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void aRevocationThatBreaksOffGoesOnWithARepetition(int moment) {
        for (var index = 0; index < 45; index++) {
            rig.store.put(
                    key("key_b" + index, new KeyCreator(KeyCreator.Type.HUMAN, "usr_bob", List.of("usr_bob"))),
                    rig.clock.instant());
        }
        rig.store.put(key("key_ann", KeyCreator.signUp("usr_1")), rig.clock.instant());
        rig.store.put(key("key_old", null), rig.clock.instant());
        var steps = new AtomicInteger();
        rig.onStep(done -> {
            if (steps.getAndIncrement() == moment) {
                throw new Killed();
            }
        });
        try {
            assertThat(remove("revokeKeys", "true").status()).isEqualTo(200);
        } catch (Killed | AssertionError killed) {
            // by the shell told as 500, or not at all
        }
        rig.onStep(nothing -> {});

        assertThat(ids(remove("revokeKeys", "true"))).isEmpty();
        assertThat(serving()).extracting(ApiKey::id).containsExactlyInAnyOrder("key_ann", "key_old");
        assertThat(rig.store.events().stream().filter(event -> event.type().equals("api_key.revoked")))
                .as("each once")
                .hasSize(45);
        assertThat(rig.members.events()).hasSize(1);
        assertThat(ids(remove("revokeKeys", "true"))).as("and again").isEmpty();
    }

    private static final class Killed extends RuntimeException {}

    private ApiKey key(String id, @Nullable KeyCreator maker) {
        return new ApiKey(
                id,
                Rig.ORG,
                "hash of " + id,
                true,
                null,
                "secapi_live_00000000",
                List.of("read:sec"),
                rig.clock.instant(),
                null,
                null,
                null,
                null,
                maker);
    }

    @Test
    void aRevokedTokenIsNotRedeemedAndAUsedOneStaysUsed() {
        var used = token(bob());
        assertThat(redeem(used).status()).isEqualTo(201);
        var open = token(bob());
        var tokens = rig.store.tokens().list(Rig.ORG, 10, null).rows();
        assertThat(tokens).hasSize(2);
        for (var again = 0; again < 2; again++) {
            for (var token : tokens) {
                var answer = Ask.of("DELETE", "/v1/agent/bootstrap_tokens/" + token.id())
                        .pathParameter("tokenId", token.id())
                        .by(rig.byBearer())
                        .of(rig.function(Endpoints.REVOKE_BOOTSTRAP_TOKEN));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.json()).containsEntry("status", token.isUsed() ? "used" : "revoked");
                assertThat(answer.json()).doesNotContainKey("secret");
            }
        }
        assertThat(redeem(open).code()).isEqualTo("bootstrap_token_expired");
        assertThat(redeem(used).code()).isEqualTo("bootstrap_token_already_used");
        assertThat(rig.store.events().stream().filter(event -> event.type().equals("bootstrap_token.revoked")))
                .hasSize(1);
    }
}
