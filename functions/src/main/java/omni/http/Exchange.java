package omni.http;

import java.time.Instant;
import java.util.Map;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One request inside an endpoint, after all checks that the shell makes.
 *
 * @param caller null on public routes
 * @param body the parsed JSON object; empty without a body
 * @param now the clock's reading when the request came in
 */
public record Exchange(
        Request request, Trace trace, @Nullable Caller caller, Map<String, @Nullable Object> body, Instant now) {

    public String requestId() {
        return trace.requestId();
    }

    /** The caller of a route that is not public. */
    public Caller known() {
        if (caller == null) {
            throw new IllegalStateException("the shell lets nobody unknown in here");
        }
        return caller;
    }

    public Fields fields() {
        return Fields.of(body);
    }
}
