package omni.endpoint;

import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;

/** How to install the product as an MCP server. {@code GET /mcp}, contract 13.1. */
public record GetMcpInstall(Settings settings) implements Endpoint {

    record Response(
            String object,
            String protocolVersion,
            Map<String, Object> capabilities,
            InstallView distribution,
            String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        return Reply.Answer.ok(new Response(
                "mcp_install",
                InstallView.PROTOCOL_VERSION,
                Map.of("tools", Map.of()),
                InstallView.of(settings),
                exchange.requestId()));
    }
}
