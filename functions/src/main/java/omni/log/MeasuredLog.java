package omni.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log that CloudWatch takes metrics from: what a line tells, and what was counted since the line before, is written into it in the embedded
 * metric format, under {@code _aws}. So a call costs no line more than its own, and no request to CloudWatch.
 */
public final class MeasuredLog implements RequestLog, Metrics {

    /** The member by which CloudWatch knows such a line. */
    public static final String MARK = "_aws";

    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private final RequestLog log;
    private final String namespace;
    private final InstantSource clock;
    private final Map<Metric, Long> counted = new EnumMap<>(Metric.class);

    public MeasuredLog(RequestLog log, String namespace, InstantSource clock) {
        this.log = log;
        this.namespace = namespace;
        this.clock = clock;
    }

    @Override
    public void count(Metric metric, long value) {
        synchronized (counted) {
            counted.merge(metric, value, metric.unit()::together);
        }
    }

    @Override
    public void flush() {
        var values = taken();
        if (!values.isEmpty()) {
            log.line(marked(new LinkedHashMap<>(), values));
        }
    }

    @Override
    public void line(Map<String, @Nullable Object> fields) {
        var values = taken();
        told(fields, (metric, value) -> values.merge(metric, value, metric.unit()::together));
        log.line(values.isEmpty() ? fields : marked(fields, values));
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        log.fault(operation, requestId, fault, at);
    }

    private Map<Metric, Long> taken() {
        synchronized (counted) {
            var values = new EnumMap<>(counted);
            counted.clear();
            return values;
        }
    }

    /** What a line tells by itself. */
    private static void told(Map<String, @Nullable Object> fields, BiConsumer<Metric, Long> values) {
        switch (String.valueOf(fields.get("event"))) {
            case "request" -> {
                values.accept(Metric.CALLS, 1L);
                var status = fields.get("status") instanceof Integer code ? code : 0;
                if (status >= REFUSED) {
                    values.accept(Metric.REFUSALS, 1L);
                }
                if (status >= FAILED) {
                    values.accept(Metric.FAULTS, 1L);
                }
            }
            case "denied" -> values.accept(Metric.DENIALS, 1L);
            case "window_count_missed" -> values.accept(Metric.MISSED_COUNTS, 1L);
            case "failed_call_row_missed" -> values.accept(Metric.MISSED_ROWS, 1L);
            case "charge_without_answer" -> values.accept(Metric.CHARGES_WITHOUT_ANSWER, 1L);
            case Alarms.EVENT -> {
                if (Alarms.SECRETS_NOT_REFRESHED.wire().equals(fields.get(Alarms.FIELD))) {
                    values.accept(Metric.SECRET_REFRESH_FAILURES, 1L);
                }
                if (Alarms.USAGE_DRIFT.wire().equals(fields.get(Alarms.FIELD))) {
                    values.accept(Metric.DRIFTS, 1L);
                }
            }
            default -> {}
        }
    }

    private Map<String, @Nullable Object> marked(Map<String, @Nullable Object> fields, Map<Metric, Long> values) {
        var line = new LinkedHashMap<String, @Nullable Object>(fields);
        values.forEach((metric, value) -> line.put(metric.wire(), value));
        line.put(
                MARK,
                Map.of(
                        "Timestamp",
                        clock.instant().toEpochMilli(),
                        "CloudWatchMetrics",
                        values.keySet().stream()
                                .map(metric -> directive(metric, fields))
                                .toList()));
        return line;
    }

    private Map<String, Object> directive(Metric metric, Map<String, @Nullable Object> fields) {
        return Map.of(
                "Namespace", namespace,
                "Dimensions", dimensions(metric, fields),
                "Metrics",
                        List.of(Map.of(
                                "Name", metric.wire(), "Unit", metric.unit().wire())));
    }

    /** As a whole, and by the dimension where the line has a value for it. */
    private static List<List<String>> dimensions(Metric metric, Map<String, @Nullable Object> fields) {
        var sets = new ArrayList<List<String>>(List.of(List.of()));
        var dimension = metric.dimension();
        if (dimension != null && fields.get(dimension) instanceof String) {
            sets.add(List.of(dimension));
        }
        return sets;
    }
}
