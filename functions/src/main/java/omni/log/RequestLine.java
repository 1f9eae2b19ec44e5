package omni.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered.
 *
 * @param method one that is known, or {@code other}: an unknown one is a text of the caller's like any other
 * @param meterClass null where the answer has no header of the meter
 * @param standing of the organization after the call; null where none is known
 * @param usageId of a metered call that reached its work; null otherwise
 * @param errorCode of an error; null for none
 * @param refusal on which facts a check refused it; null where none did
 */
public record RequestLine(
        Instant at,
        String operation,
        String method,
        String requestId,
        String traceparent,
        @Nullable String meterClass,
        @Nullable Standing standing,
        Tokens tokens,
        String estimatedCost,
        @Nullable String usageId,
        int status,
        @Nullable Object errorCode,
        long latencyMs,
        @Nullable Map<String, Object> refusal)
        implements LogLine {

    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    /** Under which plan and in which state the call was counted. */
    public record Standing(String planKey, String billingStatus, String billingState, long freeGrantRemaining) {}

    /** How many tokens the answer has. */
    public record Tokens(long count, boolean estimated) {}

    @Override
    public Map<String, @Nullable Object> fields() {
        var known = standing;
        var fields = LineFields.of("request", "at", at, "operation", operation, "method", method);
        fields.put("requestId", requestId);
        fields.put("traceparent", traceparent);
        fields.put("meterClass", meterClass);
        fields.put("planKey", known == null ? null : known.planKey());
        fields.put("billingStatus", known == null ? null : known.billingStatus());
        fields.put("billingState", known == null ? null : known.billingState());
        fields.put("freeGrantRemaining", known == null ? null : known.freeGrantRemaining());
        fields.put("tokenCount", tokens.count());
        fields.put("estimatedCost", estimatedCost);
        fields.put("tokenCountEstimated", tokens.estimated());
        fields.put("usageId", usageId);
        fields.put("status", status);
        fields.put("errorCode", errorCode);
        fields.put("latencyMs", latencyMs);
        if (refusal != null) {
            fields.put("refusal", refusal);
        }
        return fields;
    }

    @Override
    public List<Metric> metrics() {
        var metrics = new ArrayList<Metric>();
        metrics.add(Metric.CALLS);
        if (status >= REFUSED) {
            metrics.add(Metric.REFUSALS);
        }
        if (status >= FAILED) {
            metrics.add(Metric.FAULTS);
        }
        return metrics;
    }
}
