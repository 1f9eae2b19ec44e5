package stripesimulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What happens to the next API requests.
 *
 * @param next that many requests it happens to
 * @param method only these, if given
 * @param path only these, if given; {@code *} stands for anything, as in {@code /v1/customers/*}
 */
public record RequestFault(Effect effect, int next, Optional<String> method, Optional<String> path) {

    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");
    private static final Pattern PATH = Pattern.compile("/v[12]/[a-zA-Z0-9_/*]{1,200}");

    /** What is done to a request. */
    public enum Effect {
        /** The connection is closed; nothing was done. */
        TIMEOUT_BEFORE,
        /** All is done as asked, then the connection is closed without an answer. */
        TIMEOUT_AFTER,
        /** 429, nothing was done. */
        RATE_LIMIT,
        /** 429 as well, because something else works on the object; nothing was done. */
        LOCK_TIMEOUT,
        /** 409, because an earlier request with the same idempotency key is still at work; nothing was done. */
        KEY_IN_USE,
        /** 403, the API key may not do this; nothing was done. */
        FORBIDDEN,
        /** 500 before the work began: nothing was done, and nothing is kept under the idempotency key. */
        SERVER_ERROR,
        /** 500 from the work itself, which was undone: the idempotency key keeps this answer. */
        SERVER_ERROR_KEPT
    }

    public RequestFault {
        var faults = new ArrayList<String>();
        FaultPlan.within(faults, "next", next, 1, FaultPlan.NEXT_AT_MOST);
        method.filter(name -> !METHODS.contains(name))
                .ifPresent(name -> faults.add("method: '" + name + "' is none of " + String.join(", ", METHODS)));
        path.filter(text -> !PATH.matcher(text).matches())
                .ifPresent(text -> faults.add("path: '" + text + "' is not a path such as /v1/customers/*"));
        FaultPlan.refuseIfAny(faults);
    }

    /** For the next requests of any kind. */
    public static RequestFault next(int count, Effect effect) {
        return new RequestFault(effect, count, Optional.empty(), Optional.empty());
    }

    public RequestFault on(String onlyMethod, String onlyPath) {
        return new RequestFault(effect, next, Optional.of(onlyMethod), Optional.of(onlyPath));
    }

    boolean isFor(String requestMethod, String requestPath) {
        return method.filter(only -> !only.equals(requestMethod)).isEmpty()
                && path.filter(only -> !matches(only, requestPath)).isEmpty();
    }

    private static boolean matches(String pattern, String path) {
        return path.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
