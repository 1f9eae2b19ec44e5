package omni.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import omni.endpoint.GatewayResponses;
import omni.local.machine.LocalJson;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the gateway answers by itself with the responses that the product deploys: the contract's envelope, over HTTP. */
class GatewayAnswersTest {

    private final Functions functions = new Functions().addEcho("Echo").addAuthorizer("Authorize", "Allow", "*");

    @RegisterExtension
    final RunningGateways gateways = new RunningGateways();

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    private GatewayServer gateway() {
        return gateways.start(RunningGateways.settings(functions)
                .withAuthorizer("Authorize")
                .withResponses(GatewayResponses.all(List.of("Omni-")).stream()
                        .map(response -> new GatewayResponse(
                                response.type(), response.status(), response.headers(), response.body()))
                        .toList()));
    }

    @Test
    void aBodyOverTheGatewaysLimitIsTooLarge() throws Exception {
        var gateway = gateway();
        var large = new byte[11 << 20];

        var answer = gateways.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/things/7")).POST(BodyPublishers.ofByteArray(large)));

        envelope(answer, 413, "request_too_large", "invalid_request_error", false);
    }

    @Test
    void aFunctionThatFailsIsOurFault() throws Exception {
        functions.addRaw("Echo", Functions.throwing("boom"));

        envelope(gateways.get(gateway(), "/v1/things/7"), 500, "internal_error", "api_error", true);
    }

    @Test
    void anAuthorizerThatFailsIsAnOutageToTryAgainAfter() throws Exception {
        functions.addRaw("Authorize", Functions.throwing("store down"));

        var answer = gateways.get(gateway(), "/v1/things/7");

        envelope(answer, 503, "auth_verification_unavailable", "api_error", true);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void whatHasNoRouteIsNotFound() throws Exception {
        envelope(gateways.get(gateway(), "/elsewhere"), 404, "route_not_found", "invalid_request_error", false);
    }

    private static void envelope(HttpResponse<byte[]> answer, int status, String code, String type, boolean retryable) {
        var body = LocalJson.parseObject(answer.body()).orElseThrow();
        var requestId = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();

        assertThat(answer.statusCode()).as(body.toString()).isEqualTo(status);
        assertThat(body.path("object").asText()).isEqualTo("error");
        assertThat(body.path("id").asText()).matches("err_.{1,60}");
        assertThat(body.path("code").asText()).isEqualTo(code);
        assertThat(body.path("type").asText()).isEqualTo(type);
        assertThat(body.path("message").asText()).isNotEmpty();
        assertThat(body.path("requestId").asText()).isEqualTo(requestId);
        assertThat(body.path("details").path("retryable").isBoolean()).isTrue();
        assertThat(body.path("details").path("retryable").asBoolean()).isEqualTo(retryable);
        assertThat(answer.headers().firstValue("Request-Id")).hasValue(requestId);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("traceparent")).isEmpty();
    }
}
