package omni.endpoint;

import java.util.Map;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.lambda.AccountRoot;

/** How to install the product as an MCP server. {@code GET /mcp}, contract 13.1. */
public final class GetMcpInstall extends EndpointFunction {

    record Response(
            String object,
            String protocolVersion,
            Map<String, Object> capabilities,
            InstallView distribution,
            String requestId) {}

    private final Settings settings;

    public GetMcpInstall() {
        this(AccountRoot.onLambda(Endpoints.GET_MCP_INSTALL.operation().secrets()));
    }

    public GetMcpInstall(AccountRoot root) {
        super(Endpoints.GET_MCP_INSTALL.operation(), root.shell());
        this.settings = root.settings();
    }

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
