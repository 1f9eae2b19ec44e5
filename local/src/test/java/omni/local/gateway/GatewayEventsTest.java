package omni.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayEventsTest {

    private final Functions functions = new Functions().addEcho("Echo").addAuthorizer("Authorize", "Allow", "*");

    @RegisterExtension
    final RunningGateways gateways = new RunningGateways();

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @Test
    void aFunctionSeesAwsProxyEvents() throws Exception {
        var gateway = gateways.start(settings());
        var body = new byte[] {0, (byte) 0xff, 'a', 13, 10};

        gateways.send(HttpRequest.newBuilder(gateway.url().resolve("/v1/things/a%20b%2Fc?q=1&q=2%203&flag&plus=a+b"))
                .header("X-Api-Key", "k")
                .header("x-many", "one")
                .header("X-Many", "two")
                .header("User-Agent", "test/1")
                .POST(BodyPublishers.ofByteArray(body)));

        var event = functions.lastEvent("Echo");
        assertThat(names(event))
                .containsExactlyInAnyOrder(
                        "resource",
                        "path",
                        "httpMethod",
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "pathParameters",
                        "stageVariables",
                        "requestContext",
                        "body",
                        "isBase64Encoded");
        assertThat(event.path("resource").asText()).isEqualTo("/v1/things/{id}");
        assertThat(event.path("path").asText()).isEqualTo("/v1/things/a%20b%2Fc");
        assertThat(event.path("httpMethod").asText()).isEqualTo("POST");
        assertThat(event.path("pathParameters")).hasToString("{\"id\":\"a b/c\"}");
        assertThat(event.path("queryStringParameters")).hasToString("{\"q\":\"2 3\",\"flag\":\"\",\"plus\":\"a b\"}");
        assertThat(event.path("multiValueQueryStringParameters"))
                .hasToString("{\"q\":[\"1\",\"2 3\"],\"flag\":[\"\"],\"plus\":[\"a b\"]}");
        assertThat(event.path("stageVariables").isNull()).isTrue();
        assertThat(event.path("headers").path("X-Api-Key").asText()).isEqualTo("k");
        assertThat(event.path("headers").path("x-many").asText()).isEqualTo("two");
        assertThat(event.path("multiValueHeaders").path("x-many")).hasToString("[\"one\",\"two\"]");
        assertThat(event.path("headers").path("X-Forwarded-For").asText()).isEqualTo("127.0.0.1");
        assertThat(event.path("headers").path("X-Amzn-Trace-Id").asText()).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(event.path("headers").has("Connection")).isFalse();
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(body);
    }

    @Test
    void theRequestContextCarriesWhoAskedWhatAndWhen() throws Exception {
        var gateway = gateways.start(settings());

        var answer = gateways.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/things/1")).header("User-Agent", "test/1"));

        var event = functions.lastEvent("Echo");
        var context = event.path("requestContext");
        assertThat(names((ObjectNode) context))
                .containsExactlyInAnyOrder(
                        "resourceId",
                        "resourcePath",
                        "httpMethod",
                        "extendedRequestId",
                        "requestTime",
                        "requestTimeEpoch",
                        "path",
                        "accountId",
                        "protocol",
                        "stage",
                        "domainPrefix",
                        "domainName",
                        "deploymentId",
                        "requestId",
                        "apiId",
                        "identity");
        assertThat(context.path("requestTime").asText()).isEqualTo("01/May/2026:10:20:30 +0000");
        assertThat(context.path("requestTimeEpoch").asLong()).isEqualTo(RunningGateways.NOW.toEpochMilli());
        assertThat(context.path("resourcePath").asText()).isEqualTo("/v1/things/{id}");
        assertThat(context.path("protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(context.path("identity").path("userAgent").asText()).isEqualTo("test/1");
        assertThat(answer.headers().firstValue("x-amzn-RequestId"))
                .hasValue(context.path("requestId").asText());
        assertThat(event.path("queryStringParameters").isNull()).isTrue();
        assertThat(event.path("body").isNull()).isTrue();
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void theAuthorizerSeesRequestEventsAndItsContextReachesTheFunctionAsStrings() throws Exception {
        var gateway = gateways.start(settings().withAuthorizer("Authorize"));

        gateways.send(HttpRequest.newBuilder(gateway.url().resolve("/v1/things/7?a=b"))
                .header("x-api-key", "k"));

        var event = functions.lastEvent("Authorize");
        assertThat(names(event))
                .containsExactlyInAnyOrder(
                        "type",
                        "methodArn",
                        "resource",
                        "path",
                        "httpMethod",
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "pathParameters",
                        "stageVariables",
                        "requestContext");
        assertThat(event.path("type").asText()).isEqualTo("REQUEST");
        assertThat(event.path("methodArn").asText())
                .isEqualTo("arn:aws:execute-api:us-east-1:000000000000:omnilocal0/local/GET/v1/things/7");
        assertThat(event.path("headers").path("x-api-key").asText()).isEqualTo("k");
        var authorizer = functions.lastEvent("Echo").path("requestContext").path("authorizer");
        assertThat(names((ObjectNode) authorizer))
                .containsExactlyInAnyOrder("principalId", "integrationLatency", "requestId", "count", "human");
        assertThat(authorizer.path("count").isTextual()).isTrue();
        assertThat(authorizer.path("count").asText()).isEqualTo("7");
        assertThat(authorizer.path("human").asText()).isEqualTo("false");
        assertThat(authorizer.path("principalId").asText()).isEqualTo("key_1");
    }

    @Test
    void headerNamesKeepTheClientsSpelling() throws Exception {
        var gateway = gateways.start(settings());

        RunningGateways.rawAnswer(gateway, "GET /v1/things/7 HTTP/1.1\r\ncontent-TYPE: text/plain\r\nX-ODD-case: 1");

        assertThat(functions
                        .lastEvent("Echo")
                        .path("headers")
                        .path("content-TYPE")
                        .asText())
                .isEqualTo("text/plain");
        assertThat(functions
                        .lastEvent("Echo")
                        .path("headers")
                        .path("X-ODD-case")
                        .asText())
                .isEqualTo("1");
    }

    private GatewaySettings settings() {
        return RunningGateways.settings(functions);
    }

    private static List<String> names(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
