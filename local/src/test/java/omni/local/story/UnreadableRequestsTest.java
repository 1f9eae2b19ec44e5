package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import omni.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway answers before any function: in the envelope of every other error. And HEAD, as a client sees it. */
@SharedWorld(SharedWorld.Kind.STILL)
class UnreadableRequestsTest {

    private final World world;

    UnreadableRequestsTest(World world) {
        this.world = world;
    }

    /** The whole answer to bytes as they are. */
    private String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), world.url().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a header of 70 KB          | GET /healthz HTTP/1.1^Host: x^x-long: {70000}^^
            a path of 70 KB            | GET /{70000} HTTP/1.1^Host: x^^
            a query of 70 KB           | GET /healthz?{70000} HTTP/1.1^Host: x^^
            many headers               | GET /healthz HTTP/1.1^Host: x^a: {9000}^b: {9000}^c: {9000}^^
            no version                 | GET /healthz HTTQ^Host: x^^
            a header without a name    | GET /healthz HTTP/1.1^Host: x^: v^^
            a header without a colon   | GET /healthz HTTP/1.1^Host: x^novalue^^
            no host                    | GET /healthz HTTP/1.1^^
            two lengths                | POST /v1/api_keys HTTP/1.1^Host: x^Content-Length: 1^Content-Length: 2^^ab
            """)
    void whatCannotBeReadIsAnsweredInTheEnvelope(String what, String request) throws Exception {
        var sent = request.replace("^", "\r\n")
                .replace("{70000}", "a".repeat(70_000))
                .replace("{9000}", "a".repeat(9_000));
        var answer = raw(sent);
        var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        var envelope = Json.readObject(body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer).as(what).startsWith("HTTP/1.1 400 ").containsIgnoringCase("content-type: application/json");
        assertThat(envelope)
                .as(what)
                .containsEntry("object", "error")
                .containsEntry("code", "invalid_request_parameter")
                .containsEntry("type", "invalid_request_error")
                .containsKeys("id", "message", "requestId", "details");
        assertThat(answer).contains("Request-Id: " + envelope.get("requestId"));
    }

    @ParameterizedTest
    @CsvSource({"/healthz", "/v1/billing/rates", "/openapi.json", "/agents", "/v1/nowhere", "/v1/me"})
    void headTellsTheLengthThatGetWouldHave(String path) throws Exception {
        var get = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nx-request-id: one\r\nConnection: close\r\n\r\n");
        var head = raw("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nx-request-id: one\r\nConnection: close\r\n\r\n");
        assertThat(head).endsWith("\r\n\r\n");
        assertThat(length(head)).isPositive().isEqualTo(length(get));
        assertThat(head.lines().findFirst()).isEqualTo(get.lines().findFirst());
    }

    private static int length(String answer) {
        return answer.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void aPageOfOursMayReadThatThereIsNoSuchRoute() throws Exception {
        var answer = raw("OPTIONS /v1/nowhere HTTP/1.1\r\nHost: x\r\nOrigin: " + world.url()
                + "\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 204 ").contains("Access-Control-Allow-Origin: " + world.url());
    }
}
