package omni.mcp;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import omni.http.Request;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads the one message of a POST, and whether its headers and its metadata agree with it (contract 13.2). */
public final class MessageReader {

    static final String JSON_RPC = "2.0";

    static final String META = "_meta";
    static final String META_PREFIX = "io.modelcontextprotocol/";

    private static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final String INVALID = "invalid_request";
    private static final String META_VERSION = META_PREFIX + "protocolVersion";

    private MessageReader() {}

    /** The message of a request; a fault names all that a client needs to mend it. */
    public static Message read(Request request) {
        Object body;
        try {
            body = Json.read(request.body().bytes());
        } catch (Json.MalformedJson e) {
            return refuse(RpcFault.PARSE_ERROR, "invalid_json", "The body is not JSON in UTF-8.", null);
        }
        if (!(body instanceof Map<?, ?>)) {
            return invalid(
                    body instanceof List<?>
                            ? "Batches are not served: send one message a request."
                            : "The body must be one JSON-RPC message.",
                    null);
        }
        return read(request, Json.asObject(body));
    }

    private static Message read(Request request, Map<String, @Nullable Object> body) {
        var id = id(body.get("id"));
        if (!JSON_RPC.equals(body.get("jsonrpc"))) {
            return invalid("jsonrpc must be \"2.0\".", id);
        }
        if (!(body.get("method") instanceof String method)) {
            return invalid("method is required: responses are not taken.", id);
        }
        if (!body.containsKey("id")) {
            return method.startsWith("notifications/")
                    ? new Message.Notification()
                    : invalid("id is required for " + method + ".", null);
        }
        if (id == null) {
            return invalid("id must be a text or a whole number.", null);
        }
        var params = body.get("params");
        if (params != null && !(params instanceof Map<?, ?>)) {
            return new Message.Refused(
                    RpcFault.badRequest(RpcFault.INVALID_PARAMS, INVALID, "params must be an object.", id));
        }
        var named = params == null ? Map.<String, @Nullable Object>of() : Json.asObject(params);
        return isModern(request, method, meta(named))
                ? readModern(request, new Message.Call(Era.MODERN, id, method, named))
                : readLegacy(request, new Message.Call(Era.LEGACY, id, method, named));
    }

    /** What JSON-RPC takes for an id; null for all else. */
    private static @Nullable Object id(@Nullable Object id) {
        return switch (id) {
            case String text -> text;
            case Integer number -> number;
            case Long number -> number;
            case BigDecimal number when number.scale() <= 0 -> number;
            case null, default -> null;
        };
    }

    private static Map<String, @Nullable Object> meta(Map<String, @Nullable Object> params) {
        return params.get(META) instanceof Map<?, ?> meta ? Json.asObject(meta) : Map.of();
    }

    private static boolean isModern(Request request, String method, Map<String, @Nullable Object> meta) {
        return meta.containsKey(META_VERSION)
                || (!method.equals("initialize")
                        && request.header(VERSION_HEADER)
                                .filter(Era.MODERN.versions()::contains)
                                .isPresent());
    }

    private static Message readLegacy(Request request, Message.Call call) {
        return request.headerValues(VERSION_HEADER).stream()
                .filter(version -> !Era.LEGACY.versions().contains(version))
                .findFirst()
                .<Message>map(version -> invalid(
                        "This version of the protocol is not served without its metadata: " + version + ".", call.id()))
                .orElse(call);
    }

    private static Message readModern(Request request, Message.Call call) {
        var meta = meta(call.params());
        var version = meta.get(META_VERSION);
        var mismatch = mismatch(request, call, version);
        if (mismatch != null) {
            return refuse(RpcFault.HEADER_MISMATCH, INVALID, mismatch, call.id());
        }
        if (version != null && !Era.MODERN.versions().contains(version)) {
            return new Message.Refused(RpcFault.badRequest(
                            RpcFault.UNSUPPORTED_VERSION,
                            INVALID,
                            "This version of the protocol is not served.",
                            call.id())
                    .with("supported", Era.MODERN.versions())
                    .with("requested", version));
        }
        for (var name : List.of("protocolVersion", "clientCapabilities")) {
            if (meta.get(META_PREFIX + name) == null) {
                return refuse(
                        RpcFault.INVALID_PARAMS, INVALID, "params._meta lacks " + META_PREFIX + name + ".", call.id());
            }
        }
        return call;
    }

    /** Which header is missing or says something else than the body; null where they agree. */
    private static @Nullable String mismatch(Request request, Message.Call call, @Nullable Object version) {
        var said = request.header(VERSION_HEADER);
        if (said.isEmpty() || (version != null && !version.equals(said.get()))) {
            return differs(VERSION_HEADER, "params._meta");
        }
        if (!request.header("Mcp-Method").filter(call.method()::equals).isPresent()) {
            return differs("Mcp-Method", "method");
        }
        if (call.method().equals("tools/call")
                && !request.header("Mcp-Name")
                        .map(HeaderText::decode)
                        .filter(name -> name.equals(call.params().get("name")))
                        .isPresent()) {
            return differs("Mcp-Name", "params.name");
        }
        return null;
    }

    private static String differs(String header, String field) {
        return "The header " + header + " must be there once and equal to " + field + ".";
    }

    private static Message invalid(String message, @Nullable Object id) {
        return refuse(RpcFault.INVALID_REQUEST, INVALID, message, id);
    }

    private static Message refuse(int code, String named, String message, @Nullable Object id) {
        return new Message.Refused(RpcFault.badRequest(code, named, message, id));
    }
}
