package omni.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * An error of JSON-RPC, and the HTTP status that goes with it.
 *
 * @param id of the request; null where it could not be told, and then absent from the answer
 */
public record RpcFault(
        int status,
        int code,
        String message,
        Map<String, @Nullable Object> data,
        @Nullable Object id) {

    static final int PARSE_ERROR = -32_700;
    static final int INVALID_REQUEST = -32_600;
    static final int METHOD_NOT_FOUND = -32_601;
    static final int INVALID_PARAMS = -32_602;
    static final int INTERNAL_ERROR = -32_603;
    static final int HEADER_MISMATCH = -32_020;
    static final int UNSUPPORTED_VERSION = -32_022;

    private static final int BAD_REQUEST = 400;

    static RpcFault badRequest(int code, String named, String message, @Nullable Object id) {
        return new RpcFault(BAD_REQUEST, code, message, Map.of("code", named), id);
    }

    RpcFault with(String name, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(data);
        more.put(name, value);
        return new RpcFault(status, code, message, more, id);
    }

    /** The answer to it. */
    public Reply.Answer reply() {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("code", code);
        error.put("message", message);
        error.put("data", data);
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("jsonrpc", MessageReader.JSON_RPC);
        // Unlike JSON-RPC's own, an id of this protocol is never null.
        if (id != null) {
            body.put("id", id);
        }
        body.put("error", error);
        return new Reply.Answer(status, body, Map.of(), List.of());
    }
}
