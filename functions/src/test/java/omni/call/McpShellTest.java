package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.http.Reply;
import omni.mcp.CircuitBreaker;
import omni.mcp.Message;
import omni.mcp.ServerInfo;
import omni.mcp.ToolAnswer;
import omni.mcp.Toolbox;
import org.junit.jupiter.api.Test;

/** How a message comes to what answers it (contract 13.2). */
class McpShellTest {

    private final Rig rig = new Rig();

    private EndpointFunction function(Endpoint unread) {
        var free = new McpShell.Parts.Serving(Endpoints.CALL_MCP.operation(), unread);
        return new EndpointFunction(new McpShell(
                rig.shell,
                new McpShell.Parts(
                        free,
                        (message, exchange) -> Reply.Answer.ok(Map.of("read", ((Message.Call) message).method())),
                        Toolbox.of(rig.foundation.catalog(), row -> false),
                        Map.of(),
                        new ToolAnswer(new ServerInfo("secapi", "1"), "Omni-"),
                        new CircuitBreaker(rig.clock))));
    }

    private Ask message(String json) {
        return Ask.of("POST", "/mcp").body(json).by(rig.byKey("read:sec"));
    }

    @Test
    void aMessageIsReadOnce() {
        var function = function(_ -> {
            throw new AssertionError("the endpoint would read it again");
        });

        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                        .of(function)
                        .body())
                .isEqualTo("{\"read\":\"ping\"}");
    }

    /** Who may not ask, or sends too much, is refused before anything is read. */
    @Test
    void whatIsRefusedUnreadIsNotRead() {
        var function = function(_ -> Reply.Answer.ok(Map.of("read", "nothing")));
        var json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        assertThat(message(json)
                        .header("Origin", "https://foreign.example")
                        .of(function)
                        .body())
                .isEqualTo("{\"read\":\"nothing\"}");
        assertThat(List.of(message(json + " ".repeat(Gate.MAX_BODY_BYTES))
                        .of(function)
                        .status()))
                .containsExactly(413);
    }
}
