package omni.endpoint;

import java.util.List;
import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Accept;
import omni.http.NotFound;
import omni.http.Reply;
import omni.http.Settings;

/** How to install the product as an MCP server, as a page where a browser asks. {@code GET /mcp}, contract 13.1. */
public final class GetMcpInstall implements Endpoint {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";

    record Response(
            String object,
            String protocolVersion,
            Map<String, Object> capabilities,
            InstallView distribution,
            String requestId) {}

    private final InstallView distribution;
    private final Reply.Answer page;

    /**
     * The answers of one deployment.
     *
     * @param distribution what clients are told, with keys as placeholders only
     */
    public GetMcpInstall(Settings settings, InstallView distribution) {
        this.distribution = distribution;
        this.page = InstallPage.of(
                        distribution, McpInstructions.serverInfo(settings).name())
                .with("Vary", "Accept");
    }

    /** A client that asks for a stream of events is told that there is none, as the protocol says: by 405. */
    @Override
    public Reply handle(Exchange exchange) {
        var accept = Accept.of(exchange.request());
        if (accept.names("text", "event-stream")) {
            return NotFound.method(List.of("POST")).header("Vary", "Accept");
        }
        return accept.preference(List.of(JSON, HTML)).equals(HTML) ? page : install(exchange);
    }

    private Reply install(Exchange exchange) {
        return Reply.Answer.ok(new Response(
                        "mcp_install",
                        InstallView.PROTOCOL_VERSION,
                        Map.of("tools", Map.of()),
                        distribution,
                        exchange.requestId()))
                .with("Vary", "Accept");
    }
}
