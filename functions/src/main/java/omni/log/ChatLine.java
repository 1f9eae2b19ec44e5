package omni.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * A chat's message that came to its end (contract 14.3). Nothing that was said is in it.
 *
 * @param finishReason as the person was told
 * @param failure why it failed; null where it was answered
 * @param toolCalls how many tools were called
 * @param tokenCount of the answer
 * @param workedMs how long functions worked on it
 * @param latencyMs from its acceptance to its end, waits for a person included
 */
public record ChatLine(
        Instant at,
        String requestId,
        String usageId,
        String finishReason,
        @Nullable Failure failure,
        long toolCalls,
        long tokenCount,
        long workedMs,
        long latencyMs)
        implements LogLine {

    /** Why a message failed. */
    public enum Failure implements WireName {
        /** Whatever answers messages failed, or said that it can't. */
        RUNTIME,
        /** Its connection was closed. */
        CONNECTION_GONE,
        /** It was given back before it was answered. */
        LAPSED,
        /** No run was started, or took it up, or lived to its end. */
        RUN_LOST
    }

    /** One that failed. */
    public static ChatLine failed(Instant at, String requestId, String usageId, Instant acceptedAt, Failure failure) {
        return new ChatLine(
                at,
                requestId,
                usageId,
                "error",
                failure,
                0,
                0,
                0,
                Duration.between(acceptedAt, at).toMillis());
    }

    @Override
    public Map<String, @Nullable Object> fields() {
        var fields = LineFields.of("chat_message", "at", at, "requestId", requestId, "usageId", usageId);
        fields.put("finishReason", finishReason);
        fields.put("failure", failure == null ? null : failure.wire());
        fields.put("toolCalls", toolCalls);
        fields.put("tokenCount", tokenCount);
        fields.put("workedMs", workedMs);
        fields.put("latencyMs", latencyMs);
        return fields;
    }

    @Override
    public List<Metric> metrics() {
        return failure == null ? List.of(Metric.CHAT_MESSAGES) : List.of(Metric.CHAT_MESSAGES, Metric.CHAT_FAILURES);
    }
}
