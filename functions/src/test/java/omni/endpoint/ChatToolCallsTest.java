package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import omni.chat.ChatTool;
import omni.chat.ChatTools;
import omni.chat.ChatTools.ToolResult;
import omni.chat.ChatUser;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.fakes.ScriptedUpstream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools of a chat: the catalog's that only read, answered by their routes' work, and billed by nobody (contract 14.4). */
class ChatToolCallsTest {

    private static final ChatUser ANN = new ChatUser(Rig.ORG, "usr_1");
    private static final String JSON = "application/json";

    private final ScriptedUpstream upstream = new ScriptedUpstream();

    @TempDir
    private Path folder;

    private Rig rig = new Rig();
    private ChatTools tools = rig.chatTools();

    @BeforeEach
    void start() throws IOException {
        var catalog = Bundled.text()
                .replace("\"path\": \"/v1/facts\", \"target\": \"upstream\"", """
                        "path": "/v1/facts/{name}", "target": "upstream",
                        "parameters": {"type": "object", "required": ["name"],
                         "properties": {"name": {"type": "string"}, "fy": {"type": "integer"}}},
                        "tool": {"name": "facts.get", "title": "Fact", "description": "Gives a fact."}""")
                .replace("\"method\": \"POST\", \"path\": \"/v1/artifacts\", \"target\": \"upstream\"", """
                        "method": "POST", "path": "/v1/artifacts", "target": "upstream",
                        "parameters": {"type": "object", "properties": {"parts": {"type": "array"}}},
                        "tool": {"name": "artifacts.make", "title": "Artifact", "description": "Makes an artifact."}""");
        sells(catalog);
    }

    private void sells(String catalog) throws IOException {
        var file = Files.writeString(folder.resolve("catalog.json"), catalog);
        rig = new Rig(
                Map.of("OMNI_UPSTREAM_BASE_URL", upstream.url().toString(), "OMNI_CATALOG_FILE", file.toString()));
        tools = rig.chatTools();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private ToolResult call(String tool, Map<String, @Nullable Object> arguments) {
        return tools.call(ANN, "req_7", tool, arguments, Rig.NOW.plusSeconds(25));
    }

    private ToolResult fact() {
        return call("facts.get", Map.of("name", "a b", "fy", 2024L));
    }

    private static Map<String, @Nullable Object> error(ToolResult answer) {
        assertThat(answer.result()).isNull();
        return Objects.requireNonNull(answer.error());
    }

    @Test
    void thoseThatOnlyReadAreThereEachWithItsSource() {
        assertThat(tools.all())
                .extracting(ChatTool::name, ChatTool::source)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("entities.resolve", "sec"),
                        org.assertj.core.groups.Tuple.tuple("statements.get", "sec"),
                        org.assertj.core.groups.Tuple.tuple("facts.get", "upstream"));
        assertThat(tools.all())
                .extracting(ChatTool::name)
                .doesNotContain("artifacts.make", "billing.get", "limits.get", "billing.quote");
        assertThat(tools.all())
                .allSatisfy(tool -> assertThat(tool.inputSchema()).containsKey("properties"));
    }

    @Test
    void aToolThatIsNotThereIsRefused() {
        assertThat(error(call("artifacts.make", Map.of()))).containsEntry("code", "validation_error");
        assertThat(upstream.asked()).isEmpty();
    }

    /** A message may not reach by the way what its organization's plan refuses. */
    @Test
    void whatThePlanIsExcludedFromIsNotThereForItsPeople() throws IOException {
        var ofClass = "\"meterClass\": \"statement_lookup\", \"number\": 4, \"meterFamily\": \"standard_reads\","
                + " \"baseLimitPerMinute\": 600, \"scope\": \"read:sec\", \"quotaFamily\": null, \"excludedPlans\": [";
        sells(Bundled.text().replace(ofClass, ofClass + "\"sandbox_grant\""));

        assertThat(tools.of(ANN))
                .extracting(ChatTool::name)
                .contains("entities.resolve")
                .doesNotContain("statements.get");
        assertThat(tools.all()).extracting(ChatTool::name).contains("statements.get");
        var arguments = Map.<String, @Nullable Object>of("ticker", "AAPL", "statement_key", "income_statement");
        assertThat(error(call("statements.get", arguments))).containsEntry("code", "billing_required");
        assertThat(tools.of(new ChatUser("org_none", "usr_1"))).isEmpty();

        sells(Bundled.text().replace(ofClass, ofClass + "\"team\""));
        assertThat(tools.of(ANN)).isEqualTo(tools.all());
        assertThat(call("statements.get", arguments).error()).isNull();
    }

    @Test
    void aBuiltInRouteAnswersWithItsData() {
        var answer = call("entities.resolve", Map.of("ticker", "AAPL"));

        assertThat(answer.error()).isNull();
        assertThat(answer.result()).containsEntry("requestId", "req_7").containsEntry("ticker", "AAPL");
    }

    @Test
    void whatARouteRefusesIsTheErrorOfTheTool() {
        assertThat(error(call("entities.resolve", Map.of("ticker", "NOSUCH"))))
                .containsEntry("code", "entity_not_found")
                .containsKey("message");
        assertThat(error(call("statements.get", Map.of()))).containsEntry("code", "validation_error");
        assertThat(error(call("entities.resolve", Map.of("tikker", "AAPL")))).containsEntry("code", "validation_error");
    }

    @Test
    void nothingIsCountedOrBilledOrLogged() {
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{\"fact\":1}"));
        call("entities.resolve", Map.of("ticker", "AAPL"));
        fact();

        assertThat(rig.store.writes()).isEmpty();
        assertThat(rig.store.account(Rig.ORG, true).grant().unitsUsed()).isZero();
        assertThat(rig.log.lines()).isEmpty();
    }

    @Test
    void theUpstreamIsAskedOnBehalfOfThePerson() {
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{\"fact\":1}"));

        assertThat(fact().result()).isEqualTo(Map.of("fact", 1L));
        assertThat(upstream.lastAsked())
                .startsWith("GET /v1/facts/a%20b?fy=2024 HTTP/1.1\r\n")
                .containsIgnoringCase("request-id: req_7")
                .containsIgnoringCase("org-id: " + Rig.ORG);
    }

    @Test
    void whatIsNoObjectIsTold() {
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "[1]"));
        assertThat(fact().result()).isEqualTo(Map.of("value", java.util.List.of(1L)));
        upstream.on("/", ScriptedUpstream.answer(200, "text/plain", "one"));
        assertThat(fact().result()).isEqualTo(Map.of("text", "one"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void anErrorOfTheUpstreamIsOneOfTheToolAndOpensNoBreaker(int status) {
        upstream.on("/", ScriptedUpstream.answer(status, JSON, "{\"details\":\"boom\"}"));
        for (var time = 0; time < 6; time++) {
            assertThat(error(fact()))
                    .containsEntry("code", "upstream_error")
                    .containsEntry("details", Map.of("status", status));
        }
        assertThat(upstream.asked()).hasSize(6);
    }

    @Test
    void anUpstreamThatFailsIsSparedAndTriedAgainLater() {
        upstream.on("/", "HTTP/1.1 broken\r\n\r\n");
        for (var time = 0; time < 5; time++) {
            assertThat(error(fact())).containsEntry("code", "upstream_unavailable");
        }
        var asked = upstream.asked().size();

        assertThat(error(fact())).containsEntry("code", "mcp_tool_circuit_open");
        assertThat(upstream.asked()).hasSize(asked);
        assertThat(error(call("entities.resolve", Map.of("ticker", "NOSUCH"))))
                .containsEntry("code", "entity_not_found");

        rig.clock.advance(Duration.ofSeconds(30));
        upstream.on("/", ScriptedUpstream.answer(200, JSON, "{\"fact\":1}"));
        assertThat(fact().result()).isEqualTo(Map.of("fact", 1L));
        assertThat(fact().result()).isEqualTo(Map.of("fact", 1L));
    }
}
