package omni.endpoint;

import java.util.List;
import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.Routing;
import omni.http.Accept;
import omni.http.NotFound;
import omni.http.Reply;
import omni.http.Settings;

/** How to install the product as an MCP server. {@code GET /mcp}, contract 13.1. */
public record GetMcpInstall(Settings settings, Routing routing) implements Endpoint {

    record Response(
            String object,
            String protocolVersion,
            Map<String, Object> capabilities,
            InstallView distribution,
            String requestId) {}

    /** A client that asks for a stream of events is told that there is none, as the protocol says: by 405. */
    @Override
    public Reply handle(Exchange exchange) {
        if (Accept.of(exchange.request()).names("text", "event-stream")) {
            return NotFound.method(List.of("POST"));
        }
        return Reply.Answer.ok(new Response(
                "mcp_install",
                InstallView.PROTOCOL_VERSION,
                Map.of("tools", Map.of()),
                InstallView.of(settings, routing),
                exchange.requestId()));
    }
}
