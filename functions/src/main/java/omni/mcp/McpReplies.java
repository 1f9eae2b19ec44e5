package omni.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import omni.http.Reply;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/** What every message but the call of a tool is answered (contract 13.2). */
public final class McpReplies {

    private static final int DISCOVERY_TTL_MILLIS = 3_600_000;
    private static final int LIST_TTL_MILLIS = 300_000;
    private static final int NOT_FOUND = 404;

    private final Toolbox tools;
    private final ServerInfo serverInfo;
    private final String instructions;

    /**
     * The answers of one server.
     *
     * @param instructions for models: what is sold, and how to ask before spending
     */
    public McpReplies(Toolbox tools, ServerInfo serverInfo, String instructions) {
        this.tools = tools;
        this.serverInfo = serverInfo;
        this.instructions = instructions;
    }

    /** The answer to a message; a call of a tool comes here only where there is no such tool. */
    public Reply of(Message message, Predicate<String> hasScope) {
        return switch (message) {
            case Message.Refused(var fault) -> fault.reply();
            case Message.Notification() -> new Reply.Answer(202, null, Map.of(), List.of());
            case Message.Call call -> of(call, hasScope);
        };
    }

    private Reply of(Message.Call call, Predicate<String> hasScope) {
        return switch (call.method()) {
            case "tools/list" -> list(call, hasScope);
            case "tools/call" ->
                ToolCall.tool(call, tools)
                        .map(tool -> invalidArguments(call, ToolCall.faults(call, tool)))
                        .orElseGet(() -> unknownTool(call));
            default -> call.era() == Era.MODERN ? ofModern(call) : ofLegacy(call);
        };
    }

    private Reply ofModern(Message.Call call) {
        return call.method().equals("server/discover") ? discover(call) : unknownMethod(call);
    }

    private Reply ofLegacy(Message.Call call) {
        return switch (call.method()) {
            case "initialize" -> initialize(call);
            case "ping" -> ok(call, Map.of());
            default -> unknownMethod(call);
        };
    }

    private Reply list(Message.Call call, Predicate<String> hasScope) {
        if (call.params().get("cursor") != null) {
            return RpcFault.badRequest(
                            RpcFault.INVALID_PARAMS,
                            "invalid_request",
                            "There is no such cursor: all tools stand on one page.",
                            call.id())
                    .reply();
        }
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("tools", tools.allowed(hasScope).stream().map(Tool::listed).toList());
        return ok(call, cached(call, result, LIST_TTL_MILLIS, "private"));
    }

    private Reply discover(Message.Call call) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("supportedVersions", Era.MODERN.versions());
        result.put("capabilities", Map.of("tools", Map.of()));
        result.put("instructions", instructions);
        return ok(call, cached(call, result, DISCOVERY_TTL_MILLIS, "public"));
    }

    private static Map<String, @Nullable Object> cached(
            Message.Call call, Map<String, @Nullable Object> result, int ttlMillis, String scope) {
        if (call.era() == Era.MODERN) {
            result.put("ttlMs", ttlMillis);
            result.put("cacheScope", scope);
        }
        return result;
    }

    private Reply initialize(Message.Call call) {
        var wanted = call.params().get("protocolVersion");
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put(
                "protocolVersion",
                Era.LEGACY.versions().contains(wanted)
                        ? wanted
                        : Era.LEGACY.versions().getFirst());
        result.put("capabilities", Map.of("tools", Map.of()));
        result.put("serverInfo", serverInfo);
        result.put("instructions", instructions);
        return ok(call, result);
    }

    /** Arguments that no route could be asked with. */
    private static Reply invalidArguments(Message.Call call, List<Fields.Fault> faults) {
        var first = faults.getFirst();
        return RpcFault.badRequest(
                        RpcFault.INVALID_PARAMS,
                        "validation_error",
                        first.path() + ": " + first.message() + ".",
                        call.id())
                .with("issues", faults)
                .reply();
    }

    private static Reply unknownTool(Message.Call call) {
        return RpcFault.badRequest(RpcFault.INVALID_PARAMS, "invalid_request", "There is no such tool.", call.id())
                .with("name", call.params().get("name"))
                .reply();
    }

    private static Reply unknownMethod(Message.Call call) {
        var fault = new RpcFault(
                NOT_FOUND,
                RpcFault.METHOD_NOT_FOUND,
                "There is no such method.",
                Map.of("code", "invalid_request"),
                call.id());
        return (call.method().equals("initialize") ? fault.with("supported", Era.MODERN.versions()) : fault).reply();
    }

    private Reply ok(Message.Call call, Map<String, @Nullable Object> result) {
        return Reply.Answer.ok(result(call, result, serverInfo));
    }

    /** A result as a message: of the modern era it says that it is whole, and whose it is. */
    static Map<String, @Nullable Object> result(
            Message.Call call, Map<String, @Nullable Object> result, ServerInfo serverInfo) {
        var whole = new LinkedHashMap<String, @Nullable Object>();
        if (call.era() == Era.MODERN) {
            whole.put("resultType", "complete");
        }
        whole.putAll(result);
        if (call.era() == Era.MODERN) {
            whole.put(MessageReader.META, Map.of(MessageReader.META_PREFIX + "serverInfo", serverInfo));
        }
        var message = new LinkedHashMap<String, @Nullable Object>();
        message.put("jsonrpc", MessageReader.JSON_RPC);
        message.put("id", call.id());
        message.put("result", whole);
        return message;
    }
}
