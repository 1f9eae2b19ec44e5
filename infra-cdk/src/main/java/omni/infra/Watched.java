package omni.infra;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omni.job.Jobs;
import omni.log.Alarms;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** Metrics of what is watched, for alarms and dashboard alike. */
record Watched(
        Stage stage,
        BillingApi api,
        Functions functions,
        BillingTable table,
        UsageStream stream,
        Optional<ChatApi> chat) {

    private static final Duration PERIOD = Duration.minutes(5);

    Metric ofApi(String name, String statistic) {
        return metric("AWS/ApiGateway", name, Map.of("ApiName", stage.stackName(), "Stage", stage.name()), statistic);
    }

    /** Of the chat's WebSocket API: {@code ConnectCount}, {@code MessageCount}, {@code IntegrationError} and so on. */
    Metric ofChat(ChatApi open, String name) {
        return metric("AWS/ApiGateway", name, Map.of("ApiId", open.id(), "Stage", ChatApi.STAGE), "Sum");
    }

    /** Messages and openings that a function, or the gateway itself, failed. */
    IMetric chatErrors(ChatApi open) {
        var counts = new TreeMap<String, IMetric>();
        counts.put("functions", ofChat(open, "IntegrationError"));
        counts.put("gateway", ofChat(open, "ExecutionError"));
        return MathExpression.Builder.create()
                .expression("FILL(functions, 0) + FILL(gateway, 0)")
                .usingMetrics(counts)
                .label("failed")
                .period(PERIOD)
                .build();
    }

    Metric serverErrors() {
        return ofApi("5XXError", "Sum");
    }

    Metric streamAge() {
        return metric(
                "AWS/Lambda", "IteratorAge", functions.of(Jobs.RECORD_USAGE).dimensions(), "Maximum");
    }

    /** Records that went to the bucket, and those that not even it has. */
    IMetric parkedRecords() {
        var counts = new TreeMap<String, IMetric>();
        counts.put("parked", ofStream("OnFailureDestinationDeliveredEventCount"));
        counts.put("dropped", ofStream("DroppedEventCount"));
        return MathExpression.Builder.create()
                .expression("FILL(parked, 0) + FILL(dropped, 0)")
                .usingMetrics(counts)
                .label("parked or dropped")
                .period(PERIOD)
                .build();
    }

    private Metric ofStream(String name) {
        return metric("AWS/Lambda", name, Map.of("EventSourceMappingUUID", stream.uuid()), "Sum");
    }

    Metric ofTable(String name) {
        return metric("AWS/DynamoDB", name, Map.of("TableName", table.name()), "Sum");
    }

    IMetric tableThrottles() {
        var counts = new TreeMap<String, IMetric>();
        counts.put("reads", ofTable("ReadThrottleEvents"));
        counts.put("writes", ofTable("WriteThrottleEvents"));
        return MathExpression.Builder.create()
                .expression("FILL(reads, 0) + FILL(writes, 0)")
                .usingMetrics(counts)
                .label("throttled")
                .period(PERIOD)
                .build();
    }

    Metric lines(Alarms alarm) {
        return metric(stage.metrics(), Observability.ALARM_LINES, Map.of(Alarms.FIELD, alarm.wire()), "Sum");
    }

    Metric ofFunction(LambdaFunction function, String name, String statistic) {
        return metric("AWS/Lambda", name, function.dimensions(), statistic);
    }

    private static Metric metric(String namespace, String name, Map<String, String> dimensions, String statistic) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(new TreeMap<>(dimensions))
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }
}
