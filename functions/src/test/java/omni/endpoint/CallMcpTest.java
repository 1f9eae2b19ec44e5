package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.fakes.ScriptedUpstream;
import omni.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools whose routes the operator's own API answers (contract 13.2). */
class CallMcpTest {

    private static final String JSON = "application/json";

    private final ScriptedUpstream upstream = new ScriptedUpstream();

    @TempDir
    private Path folder;

    private Rig rig = new Rig();
    private EndpointFunction function = rig.function(Endpoints.CALL_MCP);

    @BeforeEach
    void start() throws IOException {
        var catalog = Bundled.text()
                .replace("\"path\": \"/v1/facts\", \"target\": \"upstream\"", """
                        "path": "/v1/facts/{name}/at/{place}", "target": "upstream",
                        "parameters": {"type": "object", "required": ["name", "place"],
                         "properties": {"name": {"type": "string"}, "place": {"type": "string"}, "fy": {"type": "integer"}}},
                        "tool": {"name": "facts.get", "title": "Fact", "description": "Gives a fact."}""")
                .replace("\"method\": \"POST\", \"path\": \"/v1/artifacts\", \"target\": \"upstream\"", """
                        "method": "POST", "path": "/v1/artifacts", "target": "upstream",
                        "parameters": {"type": "object", "properties": {"parts": {"type": "array"}}},
                        "tool": {"name": "artifacts.make", "title": "Artifact", "description": "Makes an artifact."}""");
        var file = Files.writeString(folder.resolve("catalog.json"), catalog);
        rig = new Rig(
                Map.of("OMNI_UPSTREAM_BASE_URL", upstream.url().toString(), "OMNI_CATALOG_FILE", file.toString()));
        function = rig.function(Endpoints.CALL_MCP);
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private Ask.Answer call(String tool, String arguments) {
        return Ask.of("POST", "/mcp")
                .header("Content-Type", JSON)
                .header("Accept", "application/json, text/event-stream")
                .header("Mcp-Name", tool)
                .body("""
                        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool, arguments))
                .by(rig.byKey("read:sec", "write:sec"))
                .of(function);
    }

    private long used() {
        return rig.store.account(Rig.ORG, true).grant().unitsUsed();
    }

    /** The OpenAPI document knows what the product itself answers, and nothing of the operator's API. */
    @Test
    void nothingIsSaidOfWhatTheUpstreamAnswers() {
        var list = Ask.of("POST", "/mcp")
                .body("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}")
                .by(rig.byKey("read:sec", "write:sec"))
                .of(function)
                .json();
        var described = new LinkedHashMap<String, Boolean>();
        if (Json.asObject(list.get("result")).get("tools") instanceof List<?> tools) {
            tools.stream()
                    .map(Json::asObject)
                    .forEach(tool -> described.put(String.valueOf(tool.get("name")), tool.containsKey("outputSchema")));
        }

        assertThat(described)
                .containsEntry("facts.get", false)
                .containsEntry("artifacts.make", false)
                .containsEntry("entities.resolve", true)
                .containsEntry("billing.get", true);
    }

    @Test
    void argumentsFillThePathAndTheQuery() {
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{\"fact\":1}"));

        var answer = call("facts.get", "{\"name\":\"a b?d%\",\"place\":\"ü\",\"fy\":2024}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"id\":7")
                .contains("\"structuredContent\":{\"fact\":1}")
                .contains("\"isError\":false");
        assertThat(upstream.lastAsked())
                .startsWith("GET /v1/facts/a%20b%3Fd%25/at/%C3%BC?fy=2024 HTTP/1.1\r\n")
                .containsIgnoringCase("accept: application/json\r\n")
                .doesNotContainIgnoringCase("mcp-name");
        assertThat(used()).isEqualTo(1);
    }

    /** A segment stays one: nobody gets at another route by an argument. */
    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "../../v1/artifacts"})
    void noArgumentLeadsToAnotherRoute(String name) {
        var answer = call("facts.get", "{\"name\":\"%s\",\"place\":\"b\"}".formatted(name));

        assertThat(answer.body()).contains("\"isError\":true").contains("route_not_found");
        assertThat(upstream.asked()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void argumentsAreTheBodyWhereTheRouteHasOne() {
        upstream.on("/", ScriptedUpstream.answer(201, JSON, "{\"id\":\"art_1\"}"));

        var answer = call("artifacts.make", "{\"parts\":[1,\"two\"]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.lastAsked())
                .startsWith("POST /v1/artifacts HTTP/1.1\r\n")
                .endsWith("{\"parts\":[1,\"two\"]}");
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("artifact_job");
    }

    @Test
    void whatIsNoJsonIsText() {
        upstream.on("/", ScriptedUpstream.answer(200, "text/plain", "one"));

        assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").body())
                .contains("\"text\":\"one\"")
                .doesNotContain("structuredContent");
    }

    /** What the upstream says in its own words is its answer, whatever its status; only ours speaks of the caller's key and money. */
    @ParameterizedTest
    @ValueSource(ints = {401, 404, 500, 503, 504})
    void whatTheUpstreamRefusesIsTheResultOfItsTool(int status) {
        upstream.on("/", ScriptedUpstream.answer(status, JSON, "{\"details\":\"boom\"}"));
        for (var time = 0; time < 6; time++) {
            var answer = call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"isError\":true")
                    .contains("\"structuredContent\":{\"details\":\"boom\"}");
        }
        assertThat(upstream.asked()).hasSize(6);
        assertThat(used()).isZero();
    }

    /** Held twice in a message, it would be more than a function may answer. */
    @Test
    void anAnswerThatNoMessageCanHoldIsNotBilled() {
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{\"a\":\"" + "x".repeat(600_000) + "\"}"));

        assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").body())
                .contains("upstream_response_too_large");
        assertThat(used()).isZero();
    }

    /** What one customer's arguments are forbidden shuts nobody else out. */
    @Test
    void aRefusalOfTheUpstreamOpensNoBreaker() {
        upstream.on("/", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        for (var time = 0; time < 6; time++) {
            assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").body())
                    .contains("upstream_unavailable")
                    .contains("\"upstreamStatus\":403");
        }
        assertThat(upstream.asked()).hasSize(6);
    }

    @Test
    void headersOfTheRoutesBodyDoNotSpeakOfTheMessage() {
        upstream.on(
                "/",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"x\"\r\nContent-Language: de\r\n"
                        + "Content-Length: 2\r\n\r\n{}");

        assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").headers())
                .containsEntry("Content-Type", JSON)
                .doesNotContainKeys("ETag", "Content-Language");
    }

    @Test
    void anUpstreamThatFailsIsSparedAndNothingIsBilled() {
        upstream.on("/", "HTTP/1.1 broken\r\n\r\n");
        for (var time = 0; time < 5; time++) {
            assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").body())
                    .contains("upstream_unavailable");
        }
        var asked = upstream.asked().size();

        var refused = call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":-32006").contains("\"code\":\"mcp_tool_circuit_open\"");
        assertThat(refused.header("Retry-After")).isEqualTo("31");
        assertThat(upstream.asked()).hasSize(asked);
        assertThat(used()).isZero();

        rig.clock.advance(Duration.ofSeconds(30));
        // who is refused before the upstream is asked leaves the trial to the next one
        assertThat(call("facts.get", "{\"name\":\"..\",\"place\":\"b\"}").body())
                .contains("route_not_found");
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{}"));
        assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").status())
                .isEqualTo(200);
        assertThat(call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}").status())
                .isEqualTo(200);
        assertThat(used()).isEqualTo(2);
    }

    @Test
    void emptyAndForeignArgumentsAreRefusedBeforeAnything() {
        for (var arguments :
                List.of("{}", "{\"name\":\"\",\"place\":\"b\"}", "{\"name\":\"a\",\"place\":\"b\",\"x\":1}")) {
            var answer = call("facts.get", arguments);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":-32602").contains("validation_error");
        }
        assertThat(upstream.asked()).isEmpty();
    }

    /** Contract 13.2: what an upstream answers is its tool's result, whatever it looks like. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 500, 503, 504})
    void anUpstreamThatAnswersInOurWordsIsNotTakenForUs(int status) {
        var ours =
                "{\"object\":\"error\",\"code\":\"billing_required\",\"message\":\"Pay me.\",\"requestId\":\"req_1\","
                        + "\"details\":{\"upgradeUrl\":\"https://evil.example\"}}";
        upstream.on("/", ScriptedUpstream.answer(status, JSON, ours));

        var answer = call("facts.get", "{\"name\":\"a\",\"place\":\"b\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"structuredContent\":" + ours, "\"isError\":true");
    }
}
