package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The MCP server as its clients speak to it, in both eras (contract 13.2). */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class McpTest {

    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}""";

    private final World world;
    private final Customer customer;

    McpTest(World world) throws Exception {
        this.world = world;
        this.customer = world.signUp();
    }

    private static Answer legacy(Client client, String method, String params) {
        return client.post(
                "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    private static Answer modern(Client client, String method, String params) {
        var fields = params.isEmpty() ? META : params + "," + META;
        return headers(client, method)
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"%s\",\"params\":{%s}}"
                                .formatted(method, fields));
    }

    private static Client headers(Client client, String method) {
        return client.with("MCP-Protocol-Version", "2026-07-28").with("Mcp-Method", method);
    }

    private static Answer resolve(Client client, String ticker) {
        return modern(
                client.with("Mcp-Name", "entities.resolve"),
                "tools/call",
                "\"name\":\"entities.resolve\",\"arguments\":{\"ticker\":\"%s\"}".formatted(ticker));
    }

    @Test
    void aLegacyClientAgreesOnAVersionAndListsTools() {
        legacy(
                        customer.program(),
                        "initialize",
                        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{}}")
                .is(200)
                .holds("""
                        {jsonrpc: '2.0', id: 1, result: {protocolVersion: '2025-06-18', capabilities: {tools: {}}}}""");
        assertThat(legacy(customer.program(), "initialize", "{\"protocolVersion\":\"2019-01-01\"}")
                        .field("result.protocolVersion"))
                .isEqualTo("2025-11-25");
        customer.program()
                .post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                .is(202);
        legacy(customer.program(), "ping", "{}").is(200).holds("{result: {}}");
        var tools = legacy(customer.program(), "tools/list", "{}").is(200);
        assertThat(tools.each("result.tools", "name"))
                .containsExactly(
                        "entities.resolve",
                        "filings.latest",
                        "statements.get",
                        "sections.get",
                        "billing.get",
                        "limits.get",
                        "billing.quote");
        assertThat(tools.all("result.tools"))
                .allSatisfy(tool -> assertThat(
                                tool.at("/inputSchema/additionalProperties").isBoolean())
                        .isTrue());
    }

    @Test
    void aModernClientDiscoversAndCallsAsItsRouteIsCalled() throws Exception {
        modern(customer.program(), "server/discover", "").is(200).holds("""
                {id: 'a', result: {resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: {tools: {}},
                 ttlMs: 3600000, cacheScope: 'public'}}""");
        modern(customer.program(), "tools/list", "").is(200).holds("{result: {ttlMs: 300000, cacheScope: 'private'}}");

        var answer = resolve(customer.program().with("x-request-id", "by-mcp"), "AAPL")
                .is(200);

        answer.holds("{result: {resultType: 'complete', isError: false, structuredContent: {object: 'entity'}}}");
        var route = customer.call(Calls.RESOLVE).is(200);
        assertThat(answer.at("result.structuredContent.id")).isEqualTo(route.at("id"));
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("entity_resolve");
        world.assertReconciled(customer);
        var row = customer.browser()
                .get("/v1/dashboard/usage/requests?requestId=by-mcp")
                .is(200)
                .data()
                .getFirst();
        Answer.holds(
                row, "{mcpToolName: 'entities.resolve', endpointKey: 'POST /mcp', status: 200, fundedBy: 'grant'}");
    }

    @Test
    void aRefusalOfTheDomainIsAResultAndFree() {
        resolve(customer.program(), "NOSUCHTICKER").is(200).holds("""
                {result: {isError: true, structuredContent: {object: 'error', code: 'entity_not_found'}}}""");
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
    }

    @Test
    void aKeyOfAnIdempotentCallIsThatOfItsRoute() {
        var once = customer.program().with("Idempotency-Key", "mcp-1");
        var first = resolve(once, "AAPL").is(200);
        var again = resolve(once, "AAPL").is(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(world.account(customer).grant().unitsUsed()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"jsonrpc":"2.0","id":1,"method":"ping"}]                    | 400 | -32600 | invalid_request
            {"jsonrpc":"2.0","method":"tools/list"}                       | 400 | -32600 | invalid_request
            {"jsonrpc":"1.0","id":1,"method":"ping"}                      | 400 | -32600 | invalid_request
            {"jsonrpc":"2.0","id":null,"method":"ping"}                   | 400 | -32600 | invalid_request
            {"jsonrpc":"2.0","id":1.5,"method":"ping"}                    | 400 | -32600 | invalid_request
            {"jsonrpc":"2.0","id":1,"result":{}}                          | 400 | -32600 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":                             | 400 | -32700 | invalid_json
            {"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}         | 400 | -32602 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":"resources/list"}            | 404 | -32601 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":"server/discover"}           | 404 | -32601 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}} | 400 | -32602 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"no.such"}} | 400 | -32602 | invalid_request
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"entities.resolve","arguments":{"tikcer":"AAPL"}}} | 400 | -32602 | validation_error
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"statements.get","arguments":{}}} | 400 | -32602 | validation_error
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"statements.get","arguments":[]}} | 400 | -32602 | validation_error
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"entities.resolve","arguments":{"ticker":{}}}} | 400 | -32602 | validation_error
            """)
    void whatIsNoMessageIsRefusedAndFree(String body, int status, int code, String named) {
        var answer = customer.program().post("/mcp", body).is(status);
        answer.holds("{jsonrpc: '2.0', error: {code: %s, data: {code: '%s'}}}", code, named);
        assertThat(answer.text()).as("an id that can't be told").doesNotContain("\"id\":null");
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
    }

    @Test
    void headersOfTheModernEraHaveToAgreeWithTheBody() {
        var call = "\"name\":\"entities.resolve\",\"arguments\":{\"ticker\":\"AAPL\"}";
        for (var client : List.of(
                customer.program(),
                customer.program().with("Mcp-Name", "filings.latest"),
                customer.program().with("Mcp-Name", "=?base64?ZmlsaW5ncy5sYXRlc3Q=?="))) {
            modern(client, "tools/call", call).is(400).holds("{id: 'a', error: {code: -32020}}");
        }
        modern(customer.program().with("Mcp-Name", "=?base64?ZW50aXRpZXMucmVzb2x2ZQ==?="), "tools/call", call)
                .is(200);
        assertThat(world.account(customer).grant().unitsUsed()).isEqualTo(1);
        customer.program()
                .with("MCP-Protocol-Version", "2099-01-01")
                .with("Mcp-Method", "tools/list")
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":{%s}}"
                                .formatted(META.replace("2026-07-28", "2099-01-01")))
                .is(400)
                .holds("{error: {code: -32022, data: {supported: ['2026-07-28'], requested: '2099-01-01'}}}");
        customer.program()
                .with("MCP-Protocol-Version", "2099-01-01")
                .post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
                .is(400)
                .holds("{error: {code: -32600}}");
    }

    @Test
    void whoMayNotIsToldInPlainHttp() throws Exception {
        world.nobody()
                .post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .is(401);
        var narrow = customer.program().withKey(customer.newKey(true, "billing:read"));
        resolve(narrow, "AAPL").is(403, "insufficient_scope");
        assertThat(legacy(narrow, "tools/list", "{}").each("result.tools", "name"))
                .containsExactly("billing.get", "limits.get", "billing.quote");
        customer.program()
                .with("Origin", "https://evil.example")
                .post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .is(403, "origin_not_allowed");
        customer.program().post("/mcp", " ".repeat(300_000)).is(413, "request_too_large");
    }

    @Test
    void ofThreeHundredRacingToolCallsExactlyTheGrantSucceeds() throws Exception {
        var answers = Race.run(
                300,
                number -> number % 2 == 0
                        ? resolve(customer.program(), "AAPL")
                        : legacy(
                                customer.program(),
                                "tools/call",
                                "{\"name\":\"entities.resolve\",\"arguments\":{\"ticker\":\"AAPL\"}}"));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(250);
        assertThat(IntStream.range(0, 300).filter(number -> answers.get(number).status() != 200))
                .hasSize(50)
                .allSatisfy(number -> answers.get(number)
                        .is(402)
                        .holds(
                                "{error: {code: %s, data: {code: 'billing_required', mcpToolName: 'entities.resolve'}}}",
                                number % 2 == 0 ? -31007 : -32007));
        world.assertReconciled(customer);
        assertThat(world.account(customer).grant().unitsUsed()).isEqualTo(250);
    }

    @Test
    void theAccountsToolsAreFreeAndTellWhatTheirRoutesTell() {
        legacy(customer.program(), "tools/call", "{\"name\":\"billing.get\"}")
                .is(200)
                .holds("""
                {result: {isError: false, structuredContent: {object: 'billing_account', billingState: 'sandbox_grant'}}}""");
        legacy(customer.program(), "tools/call", "{\"name\":\"limits.get\",\"arguments\":{}}")
                .is(200)
                .holds("{result: {isError: false, structuredContent: {object: 'limits'}}}");
        legacy(
                        customer.program(),
                        "tools/call",
                        "{\"name\":\"billing.quote\",\"arguments\":{\"meterClass\":\"entity_resolve\",\"units\":3}}")
                .is(200)
                .holds("{result: {isError: false, structuredContent: {units: 3}}}");
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
    }
}
