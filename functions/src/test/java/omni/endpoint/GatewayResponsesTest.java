package omni.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import omni.http.ErrorCode;
import omni.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 2 and 9.1: what the gateway answers by itself is in the envelope of every other error. */
class GatewayResponsesTest {

    /** The firewall's, which has no other answer. */
    private static final String BLOCKED = "request_blocked";

    private static final String DENIED = "ACCESS_DENIED";

    static List<GatewayResponses> all() {
        return GatewayResponses.all(List.of("Omni-", "SECAPI-"));
    }

    static List<GatewayResponses> ownWords() {
        return all().stream()
                .filter(response -> !response.type().equals(DENIED))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ownWords")
    void theBodyIsTheContractsEnvelope(GatewayResponses response) throws Exception {
        var id = "0b2a9d4e-4a0b-4a7e-9d53-6f1b5e0c7a11";
        var text = response.body()
                .replace("$context.requestId", id)
                .replace("$context.extendedRequestId", "f2Fu8HTKIAMF7Aw=");
        var body = Json.readObject(text.getBytes(UTF_8));
        var code = String.valueOf(body.get("code"));

        assertThat(body)
                .containsOnlyKeys("object", "id", "code", "type", "message", "requestId", "details")
                .containsEntry("object", "error")
                .containsEntry("id", "err_f2Fu8HTKIAMF7Aw=")
                .containsEntry("requestId", id);
        assertThat(Json.asObject(body.get("details"))).containsOnlyKeys("retryable");
        if (code.equals(BLOCKED)) {
            assertThat(response.status()).isEqualTo(403);
            assertThat(body).containsEntry("type", "invalid_request_error");
            return;
        }
        var known = Arrays.stream(ErrorCode.values())
                .filter(listed -> listed.wire().equals(code))
                .toList();
        assertThat(known).as(code).hasSize(1);
        assertThat(response.status()).isEqualTo(known.getFirst().status());
        assertThat(body).containsEntry("type", known.getFirst().type());
    }

    @ParameterizedTest
    @MethodSource("ownWords")
    void theHeadersAreThoseOfEveryAnswerWithoutATrace(GatewayResponses response) {
        assertThat(response.headers())
                .containsEntry("Request-Id", "context.requestId")
                .containsEntry("Content-Type", "'application/json'")
                .containsEntry("Strict-Transport-Security", "'max-age=31536000; includeSubDomains'")
                .containsEntry("X-Content-Type-Options", "'nosniff'")
                .doesNotContainKey("traceparent");
        var waits = response.status() == 429 || response.status() == 503;
        assertThat(response.headers().containsKey("Retry-After")).isEqualTo(waits);
    }

    /** The authorizer has written the answer already, and the gateway hands it on. */
    @Test
    void aDenialIsWhatTheAuthorizerSaysUnderEveryPrefix() {
        var denied = all().stream()
                .filter(response -> response.type().equals(DENIED))
                .findFirst()
                .orElseThrow();

        assertThat(denied.status()).isEqualTo(401);
        assertThat(denied.body()).isEqualTo("$context.authorizer.errorBody");
        assertThat(denied.headers())
                .containsAllEntriesOf(Map.of(
                        "Request-Id", "context.authorizer.requestId",
                        "traceparent", "context.authorizer.traceparent",
                        "WWW-Authenticate", "context.authorizer.wwwAuthenticate",
                        "Omni-Meter-Class", "context.authorizer.meterClass",
                        "SECAPI-Meter-Class", "context.authorizer.meterClass"));
    }

    @Test
    void whatTheContractNamesIsInTheList() {
        assertThat(all())
                .extracting(GatewayResponses::type)
                .doesNotHaveDuplicates()
                .contains(
                        DENIED,
                        "AUTHORIZER_FAILURE",
                        "REQUEST_TOO_LARGE",
                        "THROTTLED",
                        "INTEGRATION_FAILURE",
                        "INTEGRATION_TIMEOUT",
                        "DEFAULT_5XX");
    }
}
