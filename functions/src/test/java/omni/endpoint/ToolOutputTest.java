package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import omni.call.Caller;
import omni.call.EndpointFunction;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.FilingSource;
import omni.sec.Reading;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a tool answers is as its {@code outputSchema} says, as a validator that is not ours sees it: success and error, in either era,
 * with formats asserted (contract 13.2). An official client refuses an answer that is not.
 */
class ToolOutputTest {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .failFast(false)
                    .build()));

    private static final String CALLS = """
            entities.resolve | {"ticker":"AAPL"}                                                            | entity
            entities.resolve | {}                                                                           | missing_identifier
            entities.resolve | {"cik":"x"}                                                                  | invalid_query_parameter
            entities.resolve | {"ticker":"NOSUCH"}                                                          | entity_not_found
            filings.latest   | {"ticker":"AAPL"}                                                            | filing
            filings.latest   | {"ticker":"AAPL","form":"10-K"}                                              | filing
            filings.latest   | {"ticker":"AAPL","fp":"Q9"}                                                  | invalid_query_parameter
            filings.latest   | {"ticker":"NOSUCH"}                                                          | filing_not_found
            sections.get     | {"section_key":"item_1a","ticker":"AAPL"}                                    | section
            sections.get     | {"section_key":"item_99","ticker":"AAPL"}                                    | section_not_found
            sections.get     | {"section_key":"item_1a","ticker":"AAPL","mode":"x"}                         | invalid_section_mode
            statements.get   | {"statement_key":"income_statement","ticker":"AAPL","limit":40}              | statement
            statements.get   | {"statement_key":"balance_sheet","ticker":"AAPL","limit":1}                  | statement
            statements.get   | {"statement_key":"cash_flow_statement","ticker":"AAPL","period":"quarterly"} | statement_not_found
            billing.get      | {}                                                                           | billing_account
            limits.get       | {}                                                                           | limits
            billing.quote    | {"meterClass":"entity_resolve","units":1000000}                              | billing_quote
            billing.quote    | {"path":"/v1/entities/resolve"}                                              | billing_quote
            billing.quote    | {"units":0}                                                                  | validation_error
            """;

    private final Rig rig = new Rig();
    private EndpointFunction function = rig.function(Endpoints.CALL_MCP);

    enum Era {
        LEGACY,
        MODERN;

        private static final String META =
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

        Ask ask(String method, String name, String params) {
            var fields = this == LEGACY ? params : params.isEmpty() ? META : params + "," + META;
            var ask = Ask.of("POST", "/mcp")
                    .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}".formatted(method, fields));
            return this == LEGACY
                    ? ask
                    : ask.header("MCP-Protocol-Version", "2026-07-28")
                            .header("Mcp-Method", method)
                            .header("Mcp-Name", name);
        }
    }

    private Map<String, @Nullable Object> result(Ask ask, Caller caller) {
        var answer = ask.by(caller).of(function);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.asObject(answer.json().get("result"));
    }

    /** The tools as a client lists them, by name. */
    private static @Nullable Object outputSchema(Map<String, Map<String, @Nullable Object>> tools, String tool) {
        return Objects.requireNonNull(tools.get(tool)).get("outputSchema");
    }

    private Map<String, Map<String, @Nullable Object>> tools(Era era) {
        var tools = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        if (result(era.ask("tools/list", "", ""), rig.byKey("read:sec", "write:sec"))
                        .get("tools")
                instanceof List<?> list) {
            list.stream().map(Json::asObject).forEach(tool -> tools.put(String.valueOf(tool.get("name")), tool));
        }
        return tools;
    }

    private static List<String> faults(@Nullable Object schema, @Nullable Object value) {
        return REGISTRY.getSchema(Json.text(schema)).validate(Json.text(value), InputFormat.JSON).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    private Map<String, @Nullable Object> call(Era era, String tool, String arguments, Caller caller) {
        return result(
                era.ask("tools/call", tool, "\"name\":\"%s\",\"arguments\":%s".formatted(tool, arguments)), caller);
    }

    private void assertFits(Era era, String tool, String arguments, String said, Caller caller) {
        var schema = outputSchema(tools(era), tool);
        var result = call(era, tool, arguments, caller);
        var structured = Json.asObject(result.get("structuredContent"));

        assertThat(faults(schema, structured)).as(Json.text(structured)).isEmpty();
        var error = "error".equals(structured.get("object"));
        assertThat(result.get("isError")).isEqualTo(error);
        assertThat(structured.get(error ? "code" : "object")).isEqualTo(said);
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CALLS)
    void aLegacyAnswerFits(String tool, String arguments, String said) {
        assertFits(Era.LEGACY, tool, arguments, said, rig.byKey("read:sec"));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CALLS)
    void aModernAnswerFits(String tool, String arguments, String said) {
        assertFits(Era.MODERN, tool, arguments, said, rig.byKey("read:sec"));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CALLS)
    void anAnswerToATestKeyFits(String tool, String arguments, String said) {
        var result = call(Era.MODERN, tool, arguments, rig.byTestKey("read:sec"));

        assertThat(faults(outputSchema(tools(Era.MODERN), tool), result.get("structuredContent")))
                .as(said + ": " + Json.text(result))
                .isEmpty();
    }

    /** Issuers of the data set as they come: some have no ticker of their own, no exchange, no figures. */
    @Test
    void whateverIssuerIsAskedForTheAnswerFits() throws IOException {
        var random = new Random(20261130);
        var schemas = tools(Era.LEGACY);
        rig.account(rig.fresh().grantLeft(10_000));
        var answered = 0;
        for (var ticker : tickers(random, 60)) {
            for (var tool : List.of("entities.resolve", "filings.latest", "sections.get", "statements.get")) {
                var arguments = new LinkedHashMap<String, @Nullable Object>(Map.of("ticker", ticker));
                if (tool.equals("sections.get")) {
                    arguments.put("section_key", "item_1a");
                } else if (tool.equals("statements.get")) {
                    arguments.put("statement_key", "income_statement");
                }
                rig.clock.advance(Duration.ofSeconds(1));
                var result = call(Era.LEGACY, tool, Json.text(arguments), rig.byKey("read:sec"));
                assertThat(faults(outputSchema(schemas, tool), result.get("structuredContent")))
                        .as(tool + " " + ticker)
                        .isEmpty();
                answered += Boolean.FALSE.equals(result.get("isError")) ? 1 : 0;
            }
        }
        assertThat(answered).as("answers that are none of an error").isGreaterThan(50);
    }

    private static List<String> tickers(Random random, int count) throws IOException {
        var all = new ArrayList<String>();
        for (var file : List.of("001", "004", "006")) {
            try (var lines = FilingSource.class.getResourceAsStream("/omni/sec/tickers/" + file + ".tsv")) {
                new String(Objects.requireNonNull(lines, file).readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split("\t", 2)[0])
                        .forEach(all::add);
            }
        }
        Collections.shuffle(all, random);
        return all.subList(0, count);
    }

    /** What the shell refuses is as much an answer of the tool. */
    @ParameterizedTest
    @EnumSource
    void aRefusalOfTheShellFits(Era era) {
        for (var tool : tools(era).entrySet()) {
            var arguments = tool.getKey().equals("statements.get")
                    ? "{\"statement_key\":\"balance_sheet\"}"
                    : tool.getKey().equals("sections.get") ? "{\"section_key\":\"item_1\"}" : "{}";
            var refused = result(
                    era.ask(
                                    "tools/call",
                                    tool.getKey(),
                                    "\"name\":\"%s\",\"arguments\":%s".formatted(tool.getKey(), arguments))
                            .header("omni-version", "1999-01-01"),
                    rig.byKey("read:sec"));

            assertThat(refused.get("isError")).isEqualTo(true);
            assertThat(faults(tool.getValue().get("outputSchema"), refused.get("structuredContent")))
                    .isEmpty();
        }
    }

    /** 502 of a source that is down. */
    @Test
    void aFailureOfTheSourceFits() {
        var down = Around.<FilingSource>port(FilingSource.class, null, call -> new Reading.Failed<>("down"));
        var root = rig.meteredRoot();
        function = new MeteredEndpoints(new MeteredRoot(
                        rig.foundation,
                        root.shell(),
                        root.accounts(),
                        root.rollUps(),
                        new EntityLookup(down),
                        new FilingLookup(down),
                        new SectionLookup(down),
                        new StatementLookup(down)))
                .function(Endpoints.CALL_MCP);

        assertFits(Era.MODERN, "entities.resolve", "{\"ticker\":\"A\"}", "entity_lookup_failed", rig.byKey("read:sec"));
        assertFits(Era.LEGACY, "filings.latest", "{\"ticker\":\"A\"}", "filing_lookup_failed", rig.byKey("read:sec"));
    }

    /** A schema that lets everything pass says nothing: each of these answers lacks one thing. */
    @Test
    void whatIsNeitherAnswerNorErrorDoesNotFit() {
        tools(Era.MODERN).forEach((name, tool) -> {
            var schema = tool.get("outputSchema");
            Stream.of(
                            "{}",
                            "[]",
                            "{\"object\":\"error\"}",
                            "{\"object\":\"entity\"}",
                            "{\"object\":\"limits\",\"quotas\":[]}")
                    .forEach(text -> assertThat(
                                    REGISTRY.getSchema(Json.text(schema)).validate(text, InputFormat.JSON))
                            .as(name + " " + text)
                            .isNotEmpty());
        });
        var result = call(
                Era.MODERN,
                "statements.get",
                "{\"statement_key\":\"balance_sheet\",\"ticker\":\"AAPL\"}",
                rig.byKey("read:sec"));
        var statement = Json.asObject(result.get("structuredContent"));
        var schema = outputSchema(tools(Era.MODERN), "statements.get");
        for (var field : List.of("rows", "periods", "provenance", "requestId")) {
            var less = new LinkedHashMap<>(statement);
            less.remove(field);
            assertThat(faults(schema, less)).as("without " + field).isNotEmpty();
        }
        var more = new LinkedHashMap<>(statement);
        more.put("newField", 1);
        assertThat(faults(schema, more)).as("open to new fields").isEmpty();
    }

    /** Both eras' schemas of a tool want an object at the root, and each schema stands alone. */
    @ParameterizedTest
    @EnumSource
    void eachSchemaIsOfAnObjectAndStandsAlone(Era era) {
        assertThat(tools(era)).hasSize(7).allSatisfy((name, tool) -> {
            var schema = Json.asObject(tool.get("outputSchema"));
            assertThat(schema).containsEntry("type", "object").containsOnlyKeys("type", "anyOf", "$defs");
            assertThat(Json.text(schema)).doesNotContain("#/components", "\"x-", "\"description\":\"");
        });
    }
}
