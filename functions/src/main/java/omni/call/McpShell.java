package omni.call;

import java.util.Map;
import java.util.function.BiFunction;
import omni.http.Cors;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Responses.Rendered;
import omni.mcp.CircuitBreaker;
import omni.mcp.Message;
import omni.mcp.MessageReader;
import omni.mcp.ToolAnswer;
import omni.mcp.ToolCall;
import omni.mcp.ToolRequest;
import omni.mcp.Toolbox;

/**
 * {@code POST /mcp} (contract 13.2). The call of a tool is served as the very call of its route: by the same checks, under the same
 * Idempotency-Key, with one commit. All else is a free call of the endpoint of this route.
 */
public final class McpShell implements EndpointFunction.Service {

    private final Shell shell;
    private final Parts parts;

    /**
     * What it is made of.
     *
     * @param free the operation of this route, and what refuses a request whose message is not read
     * @param replies to messages that call no tool
     * @param tools served, by name
     * @param upstream of those tools that the operator's own API answers
     */
    public record Parts(
            Serving free,
            BiFunction<Message, Exchange, Reply> replies,
            Toolbox toolbox,
            Map<String, Serving> tools,
            ToolAnswer answers,
            CircuitBreaker upstream) {

        public Parts {
            tools = Map.copyOf(tools);
        }

        /** An operation and its endpoint. */
        public record Serving(Operation operation, Endpoint endpoint) {}
    }

    public McpShell(Shell shell, Parts parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public void prepare() {
        shell.prepare(parts.free().operation());
    }

    @Override
    public byte[] serve(byte[] event) {
        return shell.proxy(answer(shell.request(event)));
    }

    private Rendered answer(Request request) {
        if (request.body().length() > Gate.MAX_BODY_BYTES || Cors.isForeign(request, shell.settings())) {
            return serveFree(request, parts.free().endpoint());
        }
        var message = MessageReader.read(request);
        return ToolCall.of(message, parts.toolbox())
                .map(call -> callTool(request, call))
                .orElseGet(() -> replyTo(message, request));
    }

    private Rendered replyTo(Message message, Request request) {
        var answered = serveFree(request, exchange -> parts.replies().apply(message, exchange));
        return message instanceof Message.Call call ? parts.answers().ofFree(call, answered) : answered;
    }

    private Rendered serveFree(Request request, Endpoint endpoint) {
        return serve(new Parts.Serving(parts.free().operation(), endpoint), request, request, false);
    }

    private Rendered callTool(Request request, ToolCall call) {
        var serving = parts.tools().get(call.tool().name());
        if (serving == null) {
            throw new IllegalStateException(
                    "nothing serves the tool " + call.tool().name());
        }
        return serving.operation().catchesAll()
                ? callUpstream(request, call, serving)
                : parts.answers().of(call, callRoute(request, call, serving));
    }

    private Rendered callUpstream(Request request, ToolCall call, Parts.Serving serving) {
        return switch (parts.upstream().enter()) {
            case CircuitBreaker.Wait(var time) -> {
                var refusal = Reply.Problem.of(
                                ErrorCode.MCP_TOOL_CIRCUIT_OPEN,
                                "The API behind this tool failed just now; nothing was billed.")
                        .retryAfter(time.toSeconds() + 1)
                        .detail("mcpToolName", call.tool().name());
                yield parts.answers().ofFree(call.call(), serveFree(request, _ -> refusal));
            }
            case CircuitBreaker.Ticket ticket -> {
                var answered = callRoute(request, call, serving);
                ticket.end(ToolAnswer.upstream(answered));
                yield parts.answers().of(call, answered);
            }
        };
    }

    private Rendered callRoute(Request request, ToolCall call, Parts.Serving serving) {
        return serve(serving, request, ToolRequest.of(request, call.tool(), call.arguments()), true);
    }

    /** @param message carries the labels of the call */
    private Rendered serve(Parts.Serving serving, Request message, Request asked, boolean mcpTool) {
        return shell.serve(serving.operation(), serving.endpoint(), asked, shell.trace(message), mcpTool);
    }
}
