package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.call.Caller;
import omni.credential.ApiKey;
import omni.event.AuditEvent;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11.2, 3.4 and 3.5: what may be created and revoked, and what is left behind. */
class ApiKeysTest {

    private final Rig rig = new Rig();

    private Ask.Answer create(Caller caller, String body) {
        return Ask.of("POST", "/v1/api_keys").by(caller).body(body).of(rig.function(Endpoints.CREATE_API_KEY));
    }

    private Ask.Answer revoke(Caller caller, String keyId) {
        return Ask.of("DELETE", "/v1/api_keys/" + keyId)
                .pathParameter("keyId", keyId)
                .by(caller)
                .of(rig.function(Endpoints.REVOKE_API_KEY));
    }

    @Test
    void allFaultsOfABodyAreToldAtOnce() {
        var answer = create(
                rig.byKey("*"), "{\"label\":5,\"scopes\":[\"read:sec\",\"read:all\",\"x\"],\"livemode\":\"true\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(paths(answer)).containsExactly("label", "scopes", "scopes", "livemode");
        assertThat(rig.store.ring(Rig.ORG).keys()).isEmpty();
        assertThat(rig.store.events()).isEmpty();
    }

    private static List<String> paths(Ask.Answer answer) {
        var paths = new ArrayList<String>();
        if (answer.details().get("issues") instanceof List<?> issues) {
            for (var issue : issues) {
                assertThat(Json.asObject(issue)).containsOnlyKeys("path", "message");
                paths.add(String.valueOf(Json.asObject(issue).get("path")));
            }
        }
        return paths;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\":\"\"}",
                "{\"label\":false}",
                "{\"scopes\":[]}",
                "{\"scopes\":\"read:sec\"}",
                "{\"scopes\":[1]}",
                "{\"scopes\":[null]}",
                "{\"scopes\":[\"READ:SEC\"]}",
                "{\"scopes\":[\"read:sec\",\"read:sec\"]}",
                "{\"livemode\":1}"
            })
    void aFieldOfAnotherShapeIsOneFault(String body) {
        var answer = create(rig.byKey("*"), body);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(paths(answer)).hasSize(1);
    }

    @Test
    void aLabelHasAtMost120Characters() {
        assertThat(create(rig.byKey("*"), "{\"label\":\"" + "ä".repeat(120) + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(create(rig.byKey("*"), "{\"label\":\"" + "a".repeat(121) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nullsReadAsAbsent() {
        var answer = create(rig.byKey("*"), "{\"label\":null,\"scopes\":null,\"livemode\":null}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json())
                .containsEntry("label", null)
                .containsEntry("scopes", List.of("read:sec"))
                .containsEntry("livemode", false);
    }

    @Test
    void theSecretIsInTheAnswerAndOnlyItsHashIsKept() {
        var answer = create(rig.byKey("*"), "{\"livemode\":true}");
        var secret = String.valueOf(answer.json().get("secret"));
        assertThat(new SecretFormat("secapi").parseKey(secret)).contains(new SecretFormat.Parsed(Rig.ORG, true));
        var kept = rig.store.ring(Rig.ORG).keys().getFirst();
        assertThat(kept.hash())
                .isEqualTo(new SecretHasher(rig.foundation.configuration().peppers()).hash(secret));
        assertThat(kept.keyPrefix()).isEqualTo(secret.substring(0, 20));
        assertThat(List.of(kept, rig.store.events(), rig.log.lines()).toString())
                .doesNotContain(secret);
        var listed = Ask.of("GET", "/v1/api_keys").by(rig.byKey("read:sec")).of(rig.function(Endpoints.LIST_API_KEYS));
        assertThat(listed.body())
                .doesNotContain(secret)
                .doesNotContain("\"secret\"")
                .doesNotContain("hash");
    }

    /** What a caller lacks it may not give. */
    @ParameterizedTest(name = "{0} gives {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            held,                            asked,                       lacking
            api_keys:manage,                 api_keys:manage,             ''
            api_keys:manage,                 read:sec,                    read:sec
            'api_keys:manage,billing:manage', billing:read,               ''
            'api_keys:manage,billing:read',  billing:manage,              billing:manage
            admin:operator,                  'billing:manage,api_keys:manage,billing:read', ''
            admin:operator,                  read:sec,                    read:sec
            'api_keys:manage,read:sec',      'read:sec,write:sec,*',      'write:sec,*'
            *,                               '*,admin:operator,read:sec', ''
            """)
    void nobodyGivesWhatTheyLack(String held, String asked, String lacking) {
        var scopes = Json.text(List.of(asked.split(",", -1)));
        var answer = create(rig.byKey(held.split(",", -1)), "{\"scopes\":" + scopes + "}");
        assertThat(answer.status()).isEqualTo(lacking.isEmpty() ? 201 : 403);
        if (!lacking.isEmpty()) {
            assertThat(answer.code()).isEqualTo("insufficient_scope");
            assertThat(answer.header("Omni-Required-Scopes")).isEqualTo(lacking);
            assertThat(answer.details()).containsEntry("requiredScopes", List.of(lacking.split(",", -1)));
        }
    }

    @Test
    void aTestKeyMakesAndRevokesTestKeysOnly() {
        rig.key("key_live", true, "read:sec");
        rig.key("key_test", false, "read:sec");
        rig.account(rig.fresh().card());
        var test = rig.byTestKey("api_keys:manage", "read:sec");
        assertThat(create(test, "{\"livemode\":true}").code()).isEqualTo("livemode_required");
        assertThat(create(test, "{}").status()).isEqualTo(201);
        assertThat(revoke(test, "key_live").code()).isEqualTo("livemode_required");
        assertThat(revoke(test, "key_test").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {1} keys")
    @CsvSource({"SANDBOX_GRANT,2", "PAYG,3", "PERSONAL,3", "TEAM,10", "COMMERCIAL,25"})
    void aPlanLimitsTheActiveKeysOfBothModes(PlanKey plan, int limit) {
        switch (plan) {
            case SANDBOX_GRANT -> {}
            case PAYG -> rig.account(rig.fresh().card());
            case PERSONAL, TEAM -> rig.account(rig.fresh().subscription(plan, SubscriptionStatus.ACTIVE));
            case COMMERCIAL -> rig.account(rig.fresh().contract(new Contract(Rig.NOW, null, Discount.NONE, null)));
        }
        for (var count = 0; count < limit; count++) {
            assertThat(create(rig.byKey("*"), "{\"livemode\":" + (count % 2 == 0) + "}")
                            .status())
                    .isEqualTo(201);
        }
        var answer = create(rig.byKey("*"), "{}");
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.code()).isEqualTo("api_key_limit_reached");
        assertThat(answer.details())
                .containsEntry("activeKeyLimit", (long) limit)
                .containsEntry("activeCount", (long) limit)
                .containsEntry("publicPlanKey", plan.wire());
        var oldest = rig.store.ring(Rig.ORG).keys().getLast();
        assertThat(revoke(rig.byKey("*"), oldest.id()).status()).isEqualTo(200);
        assertThat(create(rig.byKey("*"), "{}").status()).isEqualTo(201);
    }

    @Test
    void theLimitIsThatOfTheBoughtPlanAlsoWhenTheGrantIsUsedUp() {
        rig.account(rig.fresh().grantLeft(0));
        create(rig.byKey("*"), "{}");
        create(rig.byKey("*"), "{}");
        assertThat(create(rig.byKey("*"), "{}").details())
                .containsEntry("activeKeyLimit", 2L)
                .containsEntry("planKey", "payg");
    }

    @Test
    void aRevocationRepeatedAnswersTheSameBodyAndLeavesOneEvent() {
        rig.key("key_2", true, "read:sec");
        var first = revoke(rig.byKey("*"), "key_2");
        rig.clock.advance(java.time.Duration.ofHours(1));
        var second = revoke(rig.byKey("*"), "key_2");
        assertThat(second.status()).isEqualTo(200);
        assertThat(withoutRequest(second)).isEqualTo(withoutRequest(first));
        assertThat(first.json())
                .containsEntry("status", "revoked")
                .containsEntry("revokedAt", "2026-05-15T12:00:20.250Z");
        assertThat(rig.store.events()).extracting(AuditEvent::type).containsExactly("api_key.revoked");
    }

    private static Map<String, Object> withoutRequest(Ask.Answer answer) {
        var body = new java.util.TreeMap<String, Object>();
        answer.json().forEach((name, value) -> body.put(name, String.valueOf(value)));
        body.remove("requestId");
        return body;
    }

    @Test
    void anUnknownAndAForeignKeyReadAlike() {
        assertThat(revoke(rig.byKey("*"), "key_nobodys").code()).isEqualTo("api_key_not_found");
        assertThat(revoke(rig.byKey("*"), "").code()).isEqualTo("api_key_not_found");
    }

    @Test
    void creationAndRevocationTellWhoDidIt() {
        create(rig.byBearer(), "{}");
        var created = rig.store.events().getFirst();
        assertThat(created.type()).isEqualTo("api_key.created");
        assertThat(created.actorPrincipalId()).isEqualTo("usr_1");
        assertThat(created.authMode()).isEqualTo("bearer");
        assertThat(created.source()).isEqualTo("api");
        assertThat(created.requestId()).isNotNull();
        var key = rig.store.ring(Rig.ORG).keys().getFirst();
        assertThat(created.data()).containsEntry("keyId", key.id()).doesNotContainKey("secret");
        revoke(rig.byKey("*"), key.id());
        assertThat(rig.store.events()).hasSize(2);
        assertThat(rig.store.ring(Rig.ORG).keys()).extracting(ApiKey::id).containsExactly(key.id());
    }
}
