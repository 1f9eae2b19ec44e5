package omni.endpoint;

import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** What an MCP client is answered, byte for byte (contract 13.2). */
class McpGoldenTest {

    private final Rig rig = new Rig();
    private final EndpointFunction function = rig.function(Endpoints.CALL_MCP);

    private void record(String name, Ask ask) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("Content-Type", "application/json")
                .of(function);
        Recorded.golden("CallMcp" + name + ".txt", answer.text());
    }

    private Ask message(String json) {
        return Ask.of("POST", "/mcp").body(json).by(rig.byKey("read:sec"));
    }

    private static Ask modern(Ask ask, String method) {
        return ask.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
    }

    private static String params(String more) {
        return "{%s\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",".formatted(more)
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    }

    @Test
    void theLegacyEra() {
        record(
                ".initialize",
                message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\"}}"));
        record(".list", message("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}"));
        record(".initialized", message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
        record(
                "",
                message("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"entities.resolve\","
                        + "\"arguments\":{\"ticker\":\"AAPL\"}}}")
                        .header("Accept", "application/json"));
    }

    @Test
    void theModernEra() {
        record(
                ".discover",
                modern(
                        message("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"server/discover\",\"params\":%s}"
                                .formatted(params(""))),
                        "server/discover"));
        record(
                ".call",
                modern(
                                message("{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"tools/call\",\"params\":%s}"
                                        .formatted(params("\"name\":\"billing.quote\",\"arguments\":{\"meterClass\":\"entity_resolve\"},"))),
                                "tools/call")
                        .header("Mcp-Name", "billing.quote"));
    }

    @Test
    void refusals() {
        record(".batch", message("[]"));
        record(".argument", message("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"statements.get\","
                + "\"arguments\":{\"tikcer\":\"AAPL\"}}}"));
        record(".method", message("{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"resources/list\"}"));
        rig.account(rig.fresh().grantLeft(0));
        record(
                ".unpaid",
                message("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"entities.resolve\","
                        + "\"arguments\":{\"ticker\":\"AAPL\"}}}"));
    }

    @Test
    void whoLacksAScopeIsToldSoInPlainHttp() {
        record(
                ".scope",
                Ask.of("POST", "/mcp")
                        .body("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":\"filings.latest\"}}")
                        .by(rig.byKey("billing:read")));
    }
}
