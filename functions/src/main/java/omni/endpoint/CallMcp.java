package omni.endpoint;

import java.util.Optional;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Cors;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.mcp.McpReplies;
import omni.mcp.Message;
import omni.mcp.MessageReader;

/**
 * Answers a message to the MCP server that calls no tool, or calls one as it can't be called; all of these are free. {@code POST
 * /mcp}, contract 13.2. The call of a tool comes to the endpoint of its route.
 */
public record CallMcp(McpReplies replies, Settings settings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        return foreign(exchange).orElseGet(() -> answer(MessageReader.read(exchange.request()), exchange));
    }

    /** The same to a message that has been read. */
    public Reply answer(Message message, Exchange exchange) {
        return replies.of(message, exchange.requireCaller().principal()::has);
    }

    private Optional<Reply> foreign(Exchange exchange) {
        return Cors.isForeign(exchange.request(), settings)
                ? Optional.of(
                        Reply.Problem.of(ErrorCode.ORIGIN_NOT_ALLOWED, "This origin may not call the MCP server."))
                : Optional.empty();
    }
}
