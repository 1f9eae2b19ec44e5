package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.lambda.JsonLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that a caller put where it does not belong is neither logged nor shown again. */
class SecretsInLabelsTest {

    private static final String BODY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123452hMMZ4";

    private final Rig rig = new Rig();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secapi_live_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYAbCdEf0123",
                "secapi_test_x",
                "agbt_0123456789",
                "my-request:SecAPI_Live_0123",
                "x.AGBT_",
                "aagbt_1"
            })
    void aRequestIdInWhichASecretBeginsIsNotTaken(String id) {
        var answer = Ask.of("GET", "/v1/me")
                .by(rig.byKey("read:sec"))
                .header("x-request-id", id)
                .of(rig.function(Endpoints.GET_PRINCIPAL));
        assertThat(answer.header("Request-Id")).matches("req_[0-9A-Z]{16}");
        assertThat(answer.text()).doesNotContain(id);
        assertThat(rig.log.lines().toString()).doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secapi-live-1", "secapi_alive_1", "agb_t", "other_live_1"})
    void oneInWhichNoneBeginsIs(String id) {
        var answer = Ask.of("GET", "/v1/me")
                .by(rig.byKey("read:sec"))
                .header("x-request-id", id)
                .of(rig.function(Endpoints.GET_PRINCIPAL));
        assertThat(answer.header("Request-Id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secapi_live_" + BODY,
                "SECAPI_TEST_" + BODY,
                "agbt_" + BODY,
                "acme2_live_" + BODY,
                "sk_test_" + BODY,
                "whsec_" + BODY
            })
    void noSecretGetsIntoALineOfTheLog(String secret) {
        var out = new ByteArrayOutputStream();
        var log = new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8));
        log.write(Map.of("event", "request", "path", "/v1/x/" + secret + "?key=" + secret, secret, "a name"));
        log.fault(
                "GetPrincipal",
                "req_1",
                new IllegalArgumentException("Illegal character in query: http://up/?k=" + secret),
                Rig.NOW);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("[redacted]", "Illegal character in query", "req_1")
                .doesNotContain(BODY);
    }

    /** What names things of ours stays: ids and prefixes are for looking things up. */
    @Test
    void whatIsNoSecretStaysInTheLog() {
        var out = new ByteArrayOutputStream();
        new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8))
                .write(Map.of(
                        "ids", "key_0123456789abcdef org_AbCdEf012345 use_0123456789abcdef evt_live_1 req_ABCDEFGH"));
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("redacted");
    }

    @Test
    void aMethodThatNobodyKnowsIsNotLogged() {
        Ask.of("SECAPI_LIVE_" + BODY, "/v1/me").by(rig.byKey("read:sec")).of(rig.function(Endpoints.GET_PRINCIPAL));
        assertThat(rig.log.last()).containsEntry("method", "other");
    }

    /** Neither do messages: they say which field is wrong, not what stands in it. */
    @Test
    void noMessageQuotesAValue() {
        var label = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("api_keys:manage", "read:sec"))
                .body("{\"label\":\"agbt_" + BODY + "\\u0000\",\"scopes\":[\"agbt_" + BODY + "\"]}")
                .of(rig.function(Endpoints.CREATE_API_KEY));
        assertThat(label.status()).isEqualTo(400);
        assertThat(label.body()).doesNotContain(BODY);
        var name = Ask.of("PATCH", "/v1/dashboard/settings/profile")
                .by(rig.byBearer())
                .body("{\"displayName\":[\"agbt_" + BODY + "\"]}")
                .of(rig.function(Endpoints.UPDATE_PROFILE));
        assertThat(name.status()).isEqualTo(400);
        assertThat(name.body()).doesNotContain(BODY);
    }
}
