package omni.call;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import omni.access.Ids;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Trace;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One request inside an endpoint, after all checks that the shell makes.
 *
 * @param caller null on public routes
 * @param body the parsed JSON object; empty without a body
 * @param now the clock's reading when the request came in
 * @param seed of a change with an Idempotency-Key: the same for every attempt at it; null for a change without one
 * @param mcpTool whether it came by the route's MCP tool
 */
public record Exchange(
        Request request,
        Trace trace,
        @Nullable Caller caller,
        Map<String, @Nullable Object> body,
        Instant now,
        @Nullable String seed,
        boolean mcpTool) {

    Exchange underSeed(String attemptsSeed) {
        return new Exchange(request, trace, caller, body, now, attemptsSeed, mcpTool);
    }

    /**
     * The id of the thing that this change makes: the same in every attempt under one Idempotency-Key, so that a second
     * attempt finds what the first one made.
     */
    public String newId(Ids ids, String kind) {
        return seed == null ? ids.of(kind) : kind + seed.substring(seed.indexOf('_'));
    }

    public String requestId() {
        return trace.requestId();
    }

    /** The caller of a route that is not public. */
    public Caller requireCaller() {
        if (caller == null) {
            throw new IllegalStateException("the shell lets nobody unknown in here");
        }
        return caller;
    }

    public Fields fields() {
        return Fields.of(body);
    }

    /** The answer to what is read from the body; all that is wrong with it, where anything is. */
    public <R> Reply answerBody(Function<Fields, R> read, Function<R, Reply> answer) {
        var fields = fields();
        var asked = read.apply(fields);
        return fields.faults().isEmpty() ? answer.apply(asked) : Reply.Problem.validation(fields.faults());
    }
}
