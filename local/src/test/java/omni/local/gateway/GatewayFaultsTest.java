package omni.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import omni.local.machine.LocalJson;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayFaultsTest {

    private final Functions functions = new Functions().addEcho("Echo").addAuthorizer("Authorize", "Allow", "*");

    @RegisterExtension
    final RunningGateways gateways = new RunningGateways();

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @Test
    void aDenialIsAnsweredFromTheAuthorizersContext() throws Exception {
        functions.addAuthorizer("Authorize", "Deny", "*");
        var denied = new GatewayResponse(
                "ACCESS_DENIED",
                401,
                Map.of(
                        "WWW-Authenticate", "'ApiKey realm=\"secapi\"'",
                        "Request-Id", "context.authorizer.requestId",
                        "Echo-Origin", "method.request.header.origin",
                        "Missing", "context.authorizer.nothing"),
                "{\"requestId\":\"$context.authorizer.requestId\",\"nothing\":\"$context.authorizer.nothing\","
                        + "\"message\":$context.error.messageString,\"type\":\"$context.error.responseType\"}");
        var gateway = gateways.start(settings().withAuthorizer("Authorize").withResponses(List.of(denied)));

        var answer = gateways.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/things/7")).header("Origin", "https://a.example"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("ApiKey realm=\"secapi\"");
        assertThat(answer.headers().firstValue("Request-Id")).hasValue("req_1");
        assertThat(answer.headers().firstValue("Echo-Origin")).hasValue("https://a.example");
        assertThat(answer.headers().firstValue("Missing")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
        assertThat(new String(answer.body(), UTF_8))
                .isEqualTo("{\"requestId\":\"req_1\",\"nothing\":\"\","
                        + "\"message\":\"User is not authorized to access this resource\",\"type\":\"ACCESS_DENIED\"}");
    }

    @Test
    void anAuthorizerThatFailsIsAnsweredByItsOwnGatewayResponse() throws Exception {
        functions.addRaw("Authorize", Functions.throwing("store down"));
        var failure = new GatewayResponse(
                "AUTHORIZER_FAILURE",
                503,
                Map.of("Retry-After", "'1'", "Request-Id", "context.requestId"),
                "{\"requestId\":\"$context.requestId\"}");
        var gateway = gateways.start(settings().withAuthorizer("Authorize").withResponses(List.of(failure)));

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        var requestId = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
        assertThat(answer.headers().firstValue("Request-Id")).hasValue(requestId);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"requestId\":\"" + requestId + "\"}");
    }

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        fault                | status | body
        unauthorized         | 401    | {"message":"Unauthorized"}
        bad-policy           | 500    | {"message":null}
        nested-context       | 500    | {"message":null}
        other-method-allowed | 403    | {"message":"User is not authorized to access this resource"}
        function-throws      | 502    | {"message":"Internal server error"}
        malformed-answer     | 502    | {"message":"Internal server error"}
        answer-too-large     | 502    | {"message":"Internal server error"}
        """)
    void whatIsNotConfiguredIsAnsweredWithTheGatewaysDefaults(String fault, int status, String body) throws Exception {
        switch (fault) {
            case "unauthorized" -> functions.addRaw("Authorize", Functions.throwing("Unauthorized"));
            case "bad-policy" ->
                functions.add("Authorize", _ -> LocalJson.object().put("principalId", "p"));
            case "nested-context" ->
                functions.add("Authorize", _ -> {
                    var policy = Functions.policy("Allow", "*");
                    policy.putObject("context").putObject("nested");
                    return policy;
                });
            case "other-method-allowed" -> functions.addAuthorizer("Authorize", "Allow", "*/POST/*");
            case "function-throws" -> functions.addRaw("Echo", Functions.throwing("boom"));
            case "malformed-answer" ->
                functions.add("Echo", _ -> LocalJson.object().put("body", "no status"));
            default -> functions.add("Echo", _ -> Functions.answer(200, "x".repeat(LocalLambda.PAYLOAD_LIMIT_BYTES)));
        }
        var gateway = gateways.start(settings().withAuthorizer("Authorize"));

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
    }

    @Test
    void aFamilyResponseAnswersForFaultsWithoutTheirOwn() throws Exception {
        functions.addRaw("Echo", Functions.throwing("boom"));
        var family =
                new GatewayResponse("DEFAULT_5XX", GatewayResponse.DEFAULT_STATUS, Map.of(), "{\"code\":\"down\"}");
        var gateway = gateways.start(settings().withResponses(List.of(family)));

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"code\":\"down\"}");
    }

    @Test
    void aSlowFunctionIsInterruptedAndAnswered504() throws Exception {
        var interrupted = new CountDownLatch(1);
        functions.addRaw("Echo", (_, _, _) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        var gateway = gateways.start(settings().withIntegrationTimeout(Duration.ofMillis(50)));

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
        interrupted.await();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET,/nowhere", "GET,/only-post", "GET,/"})
    void whatHasNoMethodIsMissingAToken(String method, String path) throws Exception {
        var gateway = gateways.start(settings());

        var answer = gateways.send(
                HttpRequest.newBuilder(gateway.url().resolve(path)).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    void aBrokenRequestIsAnsweredByTheGatewayToo() throws Exception {
        var gateway = gateways.start(settings());

        var raw = RunningGateways.rawAnswer(gateway, "GET /v1/things/7 HTTP/1.1\r\nx-long: " + "y".repeat(40_000));

        assertThat(raw).startsWith("HTTP/1.1 400").endsWith("{\"message\":\"Bad Request\"}");
    }

    private GatewaySettings settings() {
        return RunningGateways.settings(functions);
    }
}
