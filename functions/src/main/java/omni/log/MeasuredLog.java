package omni.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log that CloudWatch takes metrics from: what a line tells, and what was counted since the line before, is written into it in the embedded
 * metric format, under {@code _aws}. So a call costs no line more than its own, and no request to CloudWatch.
 */
public final class MeasuredLog implements RequestLog, Metrics {

    /** The member by which CloudWatch knows such a line. */
    public static final String MARK = "_aws";

    private final LogSink sink;
    private final String namespace;
    private final InstantSource clock;
    private final Map<Metric, Long> counted = new EnumMap<>(Metric.class);

    public MeasuredLog(LogSink sink, String namespace, InstantSource clock) {
        this.sink = sink;
        this.namespace = namespace;
        this.clock = clock;
    }

    @Override
    public void count(Metric metric, long value) {
        synchronized (counted) {
            counted.merge(metric, value, metric.unit()::add);
        }
    }

    @Override
    public void flush() {
        var values = takeCounts();
        if (!values.isEmpty()) {
            sink.write(mark(new LinkedHashMap<>(), values));
        }
    }

    @Override
    public void line(LogLine line) {
        var values = takeCounts();
        line.metrics().forEach(metric -> values.merge(metric, 1L, metric.unit()::add));
        sink.write(values.isEmpty() ? line.fields() : mark(line.fields(), values));
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        sink.fault(operation, requestId, fault, at);
    }

    private Map<Metric, Long> takeCounts() {
        synchronized (counted) {
            var values = new EnumMap<>(counted);
            counted.clear();
            return values;
        }
    }

    private Map<String, @Nullable Object> mark(Map<String, @Nullable Object> fields, Map<Metric, Long> values) {
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
