package omni.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.http.Reply;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** What an {@code error} frame is about (contract 14.4). */
public enum RefusalEvent implements WireName {
    RATE_LIMITED,
    BILLING_BLOCKED,
    /** Also of somebody who is no member any more. */
    INVALID_MESSAGE,
    UNAVAILABLE;

    private static final long MILLIS = 1000;

    /**
     * The frame of a problem: the very {@code details} of the REST API.
     *
     * @param replyTo the refused frame's id; null where it could not be read
     */
    public ServerFrame.Error frame(Reply.Problem problem, String requestId, @Nullable String replyTo) {
        var seconds = Optional.ofNullable(problem.headers().get("Retry-After")).map(Long::valueOf);
        return frame(problem, requestId, replyTo, seconds.map(after -> after * MILLIS), seconds);
    }

    ServerFrame.Error frame(
            Reply.Problem problem,
            String requestId,
            @Nullable String replyTo,
            Optional<Long> retryAfterMs,
            Optional<Long> retryAfterSeconds) {
        return new ServerFrame.Error(
                wire(),
                "error",
                problem.code().wire(),
                problem.status(),
                problem.message(),
                requestId,
                replyTo,
                retryAfterMs,
                retryAfterSeconds,
                details(problem));
    }

    private static Map<String, @Nullable Object> details(Reply.Problem problem) {
        var details = new LinkedHashMap<String, @Nullable Object>(problem.details());
        details.putIfAbsent("retryable", problem.status() >= 500);
        return details;
    }
}
