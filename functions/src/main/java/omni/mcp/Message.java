package omni.mcp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one POST carries (contract 13.2). */
public sealed interface Message {

    /**
     * A request, which gets a result or an error.
     *
     * @param id text or whole number, as the client gave it
     */
    record Call(Era era, Object id, String method, Map<String, @Nullable Object> params) implements Message {}

    /** What gets no answer but 202. */
    record Notification() implements Message {}

    /** What cannot be served as it is. */
    record Refused(RpcFault fault) implements Message {}
}
