package omni.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import omni.local.machine.LocalFault;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayServerTest {

    private final Functions functions = new Functions().addEcho("Echo").addAuthorizer("Authorize", "Allow", "*");

    @RegisterExtension
    final RunningGateways gateways = new RunningGateways();

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @ParameterizedTest(name = "{0} bytes → {1}")
    @CsvSource({"4000000,200", "5000000,413", "10485761,413"})
    void bodiesEndAtTheLimitsOfLambdaAndOfTheGateway(int bytes, int status) throws Exception {
        var seed = 20260501L;
        var body = new byte[bytes];
        new Random(seed).nextBytes(body);
        functions.add(
                "Echo",
                event -> Functions.binaryAnswer(
                        Base64.getDecoder().decode(event.path("body").asText())));
        var gateway = gateways.start(settings());

        var answer = gateways.send(
                HttpRequest.newBuilder(gateway.url().resolve("/only-post")).POST(BodyPublishers.ofByteArray(body)));

        assertThat(answer.statusCode()).as("seed %s", seed).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(body);
        } else {
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"message\":\"Request Too Long\"}");
        }
    }

    @Test
    void aRenamedHeaderReachesTheCallerUnderItsNewName() throws Exception {
        functions.add("Echo", _ -> {
            var answer = Functions.answer(401, "{}");
            answer.putObject("headers").put("WWW-Authenticate", "Bearer").put("Omni-Version", "2026-03-19");
            return answer;
        });
        var gateway = gateways.start(settings());

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.headers().firstValue("x-amzn-Remapped-WWW-Authenticate"))
                .hasValue("Bearer");
        assertThat(RunningGateways.rawAnswer(gateway, "GET /v1/things/7 HTTP/1.1"))
                .contains("\r\nOmni-Version: 2026-03-19\r\n");
    }

    @Test
    void headCarriesTheHeadersOfGetAndNoBody() throws Exception {
        functions.add("Echo", _ -> Functions.answer(200, "{\"some\":\"body\"}"));
        var gateway = gateways.start(settings());

        var raw = RunningGateways.rawAnswer(gateway, "HEAD /v1/things/7 HTTP/1.1");

        assertThat(raw)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 15")
                .endsWith("\r\n\r\n");
        assertThat(functions.lastEvent("Echo").path("httpMethod").asText()).isEqualTo("HEAD");
    }

    @Test
    void noContentHasNoBody() throws Exception {
        functions.add("Echo", _ -> Functions.answer(204, ""));
        var gateway = gateways.start(settings());

        var answer = gateways.get(gateway, "/v1/things/7");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }

    @ParameterizedTest(name = "{0} clients, {1} times each")
    @CsvSource({"200,3", "2000,2"})
    void racingClientsAreAllServedOnKeptConnections(int clients, int rounds) {
        var gateway = gateways.start(settings().withAuthorizer("Authorize"));
        var request =
                HttpRequest.newBuilder(gateway.url().resolve("/v1/things/1")).build();

        for (var round = 0; round < rounds; round++) {
            var calls = IntStream.range(0, clients)
                    .mapToObj(_ -> gateways.client().sendAsync(request, BodyHandlers.ofByteArray()))
                    .toList();
            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void localControlsBypassTheGateway() throws Exception {
        functions.addAuthorizer("Authorize", "Deny", "*");
        var controls = new LocalRoutes().on("POST", "/_local/thing", body -> HttpAnswer.json(200, body));
        var gateway = gateways.start(settings().withAuthorizer("Authorize").withLocalRoutes(controls));
        var thing = gateway.url().resolve("/_local/thing");

        assertThat(gateways.send(HttpRequest.newBuilder(thing)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"a\":1}")))
                        .body())
                .isEqualTo("{\"a\":1}".getBytes(UTF_8));
        assertThat(gateways.send(HttpRequest.newBuilder(thing)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("[]")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(gateways.send(HttpRequest.newBuilder(thing)).statusCode()).isEqualTo(405);
        assertThat(gateways.get(gateway, "/_local/other").statusCode()).isEqualTo(404);
    }

    @Test
    void aTakenPortIsSaidAtOnce() {
        var gateway = gateways.start(settings());

        assertThatThrownBy(() -> GatewayPort.take(gateway.port()))
                .isInstanceOf(LocalFault.class)
                .hasMessage(
                        "port " + gateway.port()
                                + " of 127.0.0.1 is taken or not allowed: name another with --port N, or a free one with --port 0");
    }

    private GatewaySettings settings() {
        return RunningGateways.settings(functions);
    }
}
