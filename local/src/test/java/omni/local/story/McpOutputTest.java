package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What tools answer over HTTP is what the list of tools has promised, in both eras (contract 13.2). */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class McpOutputTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    /** Of each tool a call that is answered and, where there is one, a call that is refused. */
    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "entities.resolve", List.of("{\"ticker\":\"AAPL\"}", "{}"),
            "filings.latest", List.of("{\"ticker\":\"AAPL\"}", "{\"ticker\":\"NOSUCH\"}"),
            "statements.get",
                    List.of(
                            "{\"statement_key\":\"income_statement\",\"ticker\":\"AAPL\"}",
                            "{\"statement_key\":\"income_statement\",\"ticker\":\"AAPL\",\"limit\":99}"),
            "sections.get",
                    List.of(
                            "{\"section_key\":\"item_1a\",\"ticker\":\"AAPL\"}",
                            "{\"section_key\":\"item_99\",\"ticker\":\"AAPL\"}"),
            "billing.get", List.of("{}"),
            "limits.get", List.of("{}"),
            "billing.quote", List.of("{\"path\":\"/v1/entities/resolve\",\"units\":300}", "{\"units\":0}"));

    private final Customer customer;

    McpOutputTest(World world) throws Exception {
        this.customer = world.signUp();
    }

    private Answer legacy(String method, String name, String params) {
        return customer.program()
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}".formatted(method, params))
                .is(200);
    }

    private Answer modern(String method, String name, String params) {
        var meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
        return customer.program()
                .with("MCP-Protocol-Version", "2026-07-28")
                .with("Mcp-Method", method)
                .with("Mcp-Name", name)
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}"
                                .formatted(method, params.isEmpty() ? meta : params + "," + meta))
                .is(200);
    }

    private interface Asking {
        Answer ask(String method, String name, String params);
    }

    private static void assertAnswersFit(Asking client) {
        var schemas = client.ask("tools/list", "", "").all("result.tools").stream()
                .collect(Collectors.toMap(tool -> tool.path("name").asText(), tool -> tool.path("outputSchema")));
        assertThat(schemas.keySet()).isEqualTo(ARGUMENTS.keySet());
        ARGUMENTS.forEach((tool, calls) -> {
            for (var call = 0; call < calls.size(); call++) {
                var answer = client.ask(
                        "tools/call", tool, "\"name\":\"%s\",\"arguments\":%s".formatted(tool, calls.get(call)));
                assertThat(answer.at("result.isError").asBoolean()).isEqualTo(call == 1);
                assertThat(faults(Objects.requireNonNull(schemas.get(tool)), answer.at("result.structuredContent")))
                        .as(tool + " " + answer)
                        .isEmpty();
            }
        });
    }

    private static List<String> faults(JsonNode schema, JsonNode value) {
        return SCHEMAS.getSchema(schema.toString()).validate(value.toString(), InputFormat.JSON).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    @Test
    void everyLegacyAnswerFits() {
        assertAnswersFit(this::legacy);
    }

    @Test
    void everyModernAnswerFits() {
        assertAnswersFit(this::modern);
    }
}
