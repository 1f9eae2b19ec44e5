package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of keys. */
@SharedWorld(SharedWorld.Kind.STILL)
class KeysTest {

    private final World world;

    KeysTest(World world) {
        this.world = world;
    }

    @Test
    void aKeyRevokedBetweenAuthorizationAndCommitIsRefused() throws Exception {
        var customer = world.signUp();
        var key = created(customer, "{\"livemode\":true}");
        world.filings().during("REVOKE1", () -> revoke(customer, key));

        var answer = world.by(key.path("secret").asText()).get(Calls.resolve("REVOKE1"));

        answer.is(401, "authentication_failed");
        assertThat(answer.has("WWW-Authenticate")).isFalse();
        assertThat(world.rows(customer)).isEmpty();
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
        CredentialsTest.assertRefused(world.by(key.path("secret").asText()).get(Calls.RESOLVE));
    }

    @Test
    void anotherKeysRevocationDuringACallDoesNotDisturbIt() throws Exception {
        var customer = world.signUp();
        var other = created(customer, "{}");
        world.filings().during("REVOKE2", () -> revoke(customer, other));

        assertThat(customer.call(Calls.resolve("REVOKE2")).status()).isEqualTo(200);
        assertThat(world.rows(customer)).hasSize(1);
    }

    @Test
    void aTestKeyRevokedDuringItsCallIsRefusedToo() throws Exception {
        var customer = world.signUp();
        var key = created(customer, "{}");
        world.filings().during("REVOKE3", () -> revoke(customer, key));

        var answer = world.by(key.path("secret").asText()).get(Calls.resolve("REVOKE3"));

        assertThat(answer.code()).isEqualTo("authentication_failed");
        assertThat(world.rows(customer, "test")).isEmpty();
    }

    @Test
    void aKeyEndsAtItsExpiryEvenInTheMiddleOfACall() throws Exception {
        var customer = world.signUp();
        var secret = expiring(customer, world.now().plusSeconds(30));
        var program = world.by(secret);
        assertThat(program.get(Calls.RESOLVE).status()).isEqualTo(200);
        world.filings().during("EXPIRE1", () -> world.advance(Duration.ofSeconds(30)));

        var during = program.get(Calls.resolve("EXPIRE1"));

        assertThat(during.code()).isEqualTo("authentication_failed");
        assertThat(world.rows(customer)).hasSize(1);
        CredentialsTest.assertRefused(program.get(Calls.RESOLVE));
        assertThat(customer.browser().get("/v1/api_keys").at("data"))
                .extracting(key -> key.path("status").asText())
                .containsExactlyInAnyOrder("active", "revoked");
    }

    @Test
    void keysOfOthersCanBeNeitherSeenNorRevoked() throws Exception {
        var owner = world.signUp();
        var stranger = world.signUp();
        var key = created(owner, "{\"livemode\":true,\"label\":\"mine\"}");

        assertThat(stranger.browser().get("/v1/api_keys").text())
                .doesNotContain(key.path("id").asText())
                .doesNotContain(owner.orgId());
        var foreign = stranger.browser().delete("/v1/api_keys/" + key.path("id").asText());
        var unknown = stranger.browser().delete("/v1/api_keys/key_doesNotExist0");

        foreign.is(404, "api_key_not_found");
        assertThat(withoutLabels(foreign)).isEqualTo(withoutLabels(unknown));
        world.by(key.path("secret").asText()).get("/v1/me").is(200);
    }

    @Test
    void revocationIsTheSameAgain() throws Exception {
        var customer = world.signUp();
        var key = created(customer, "{}");

        var first = revoke(customer, key);
        world.advance(Duration.ofSeconds(5));
        var second = revoke(customer, key);

        assertThat(first.field("status")).isEqualTo("revoked");
        assertThat(withoutLabels(second)).isEqualTo(withoutLabels(first));
        assertThat(first.text() + second.text())
                .doesNotContain(key.path("secret").asText());
    }

    @Test
    void thePlanLimitsActiveKeys() throws Exception {
        var customer = world.signUp();
        var second = created(customer, "{}");

        var refused = customer.createKey("{\"livemode\":true}");

        refused.is(402, "api_key_limit_reached");
        var details = refused.json().path("details");
        Answer.holds(details, """
                {reason: 'api_key_limit', activeKeyLimit: 2, activeCount: 2, action: 'revoke_key_or_upgrade_plan'}""");
        assertThat(details.path("nextSteps"))
                .extracting(step -> step.path("action").asText())
                .containsExactly("list_api_keys", "start_checkout");
        revoke(customer, second);
        assertThat(customer.createKey("{}").status()).isEqualTo(201);
    }

    @Test
    void racingCreationsDoNotPassTheLimit() throws Exception {
        var customer = world.signUp();

        var answers = Race.run(12, number -> customer.createKey("{}"));

        assertThat(answers).extracting(Answer::status).containsOnly(201, 402);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(customer.browser().get("/v1/api_keys").at("data")).hasSize(2);
    }

    @Test
    void aTestKeyIsFreeAndApart() throws Exception {
        var customer = world.signUp();
        var test = created(customer, "{\"label\":\"try\"}");
        assertThat(test.path("livemode").asBoolean()).isFalse();
        assertThat(test.path("secret").asText()).startsWith("secapi_test_");
        var program = world.by(test.path("secret").asText());
        world.useUpGrant(customer);

        var answer = program.get(Calls.SECTION);

        answer.is(200);
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("0");
        assertThat(answer.header("Omni-Billing-State")).isEqualTo("payg_pending_card");
        assertThat(answer.has("Omni-Grant-Status")).isFalse();
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("179");
        assertThat(answer.at("livemode").asBoolean()).isFalse();
        assertThat(world.rows(customer)).isEmpty();
        assertThat(world.rows(customer, "test"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .returns(1L, Row::units)
                        .returns(0L, Row::funding)
                        .returns(0L, Row::price)
                        .returns(1L, Row::sequence));
        assertThat(customer.call(Calls.SECTION).status()).as("the live key").isEqualTo(402);
        assertThat(program.post("/v1/billing/payg/activate", "{}").code()).isEqualTo("insufficient_scope");
        assertThat(world.account(customer).ledger().sequence()).isZero();
    }

    @Test
    void aTestKeyWithScopesChangesNoBillingAndNoLiveKey() throws Exception {
        var customer = world.signUp();
        var test = created(customer, "{\"scopes\":[\"read:sec\",\"billing:manage\",\"api_keys:manage\"]}");
        var program = world.by(test.path("secret").asText());
        var live = customer.call("/v1/me").field("principal.principalId");

        assertThat(program.post("/v1/billing/payg/activate", "{}").code()).isEqualTo("livemode_required");
        assertThat(program.post("/v1/api_keys", "{\"livemode\":true}").code()).isEqualTo("livemode_required");
        assertThat(program.delete("/v1/api_keys/" + live).code()).isEqualTo("livemode_required");
        assertThat(program.post("/v1/api_keys", "{\"scopes\":[\"write:sec\"]}").code())
                .isEqualTo("insufficient_scope");
        assertThat(customer.call("/v1/me").status()).isEqualTo(200);
    }

    @Test
    void aSecretIsShownOnce() throws Exception {
        var customer = world.signUp();
        var secret = created(customer, "{\"livemode\":true}").path("secret").asText();

        assertThat(secret).startsWith("secapi_live_").hasSize(65);
        assertThat(customer.browser().get("/v1/api_keys").text())
                .contains(secret.substring(0, 20))
                .doesNotContain(secret)
                .doesNotContain(customer.key())
                .doesNotContain("\"secret\"");
    }

    @Test
    void theUseOfAKeyIsSeen() throws Exception {
        var customer = world.signUp();
        assertThat(lastUse(customer)).isEqualTo("null");

        customer.call(Calls.RESOLVE);
        world.drain();

        assertThat(lastUse(customer)).isEqualTo(omni.json.Timestamps.text(world.now()));
    }

    private static String lastUse(Customer customer) {
        return customer.browser()
                .get("/v1/api_keys")
                .json()
                .path("data")
                .get(0)
                .path("lastUsedAt")
                .asText();
    }

    private static JsonNode created(Customer customer, String json) {
        var created = customer.createKey(json).is(201);
        return created.json();
    }

    private static Answer revoke(Customer customer, JsonNode key) {
        var revoked = customer.browser()
                .delete("/v1/api_keys/" + key.path("id").asText())
                .is(200);
        return revoked;
    }

    /** A key with an end, as rotation will make them. */
    private String expiring(Customer customer, Instant end) {
        return new Keyring(world, customer).add(true, List.of("read:sec"), end, null);
    }

    private static JsonNode withoutLabels(Answer answer) {
        var body = answer.json().deepCopy();
        ((ObjectNode) body).remove(List.of("id", "requestId", "traceparent"));
        return body;
    }
}
