package omni.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.log.Alarms;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/**
 * What rings for one function. Each: a run that ended in an error of Lambda's (crash, out of time or memory). One on which money
 * hangs: also refused runs and what it logs as a fault. Busy ones and jobs: runs that take too long; what nobody waits for may take its
 * time, but not get lost. And the lines of
 * {@link Alarms} in its log are counted, whoever writes them.
 */
final class FunctionAlarms extends Construct {

    private static final Duration PERIOD = Duration.minutes(5);

    /** Of one call; what the caller waits for is twice that where it is the authorizer and the endpoint. */
    private static final int SLOW_CALL_MILLISECONDS = 5_000;

    private static final double NEAR_TIMEOUT = 0.8;

    private final LambdaFunction function;
    private final Stage stage;
    private final List<IAlarm> alarms = new ArrayList<>();

    FunctionAlarms(LambdaFunction function, Stage stage, Alerts alerts) {
        super(function, "Alarms");
        this.function = function;
        this.stage = stage;
        listedLines();
        alarms.add(failureAlarm(alerts));
        if (function.spec().isInvoked()) {
            alarms.add(lost(alerts));
        } else if (function.spec().busy()) {
            alarms.add(slow(alerts, "p99", SLOW_CALL_MILLISECONDS));
        } else if (function.spec().scheduled()) {
            alarms.add(slow(
                    alerts,
                    "Maximum",
                    function.spec().timeout().toMilliseconds().doubleValue() * NEAR_TIMEOUT));
        }
    }

    /** One metric for all functions, by the alarm that a line names: the alarms of the list look at it. */
    private void listedLines() {
        MetricFilter.Builder.create(this, "Listed")
                .logGroup(function.logs())
                .filterPattern(FilterPattern.stringValue("$.event", "=", Alarms.EVENT))
                .metricNamespace(stage.metrics())
                .metricName(Observability.ALARM_LINES)
                .metricValue("1")
                .dimensions(Map.of(Alarms.FIELD, "$." + Alarms.FIELD))
                .build();
    }

    private Alarm failureAlarm(Alerts alerts) {
        var builder = alarm("Failing", "failing")
                .threshold(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .metric(function.spec().critical() ? everyFailure() : count("Errors"));
        return alerts.withNotice(builder.build());
    }

    private IMetric everyFailure() {
        var faults = function.spec().name() + "Faults";
        MetricFilter.Builder.create(this, "Faults")
                .logGroup(function.logs())
                .filterPattern(FilterPattern.stringValue("$.event", "=", "fault"))
                .metricNamespace(stage.metrics())
                .metricName(faults)
                .metricValue("1")
                .build();
        var parts = new TreeMap<String, IMetric>();
        parts.put("errors", count("Errors"));
        parts.put("throttles", count("Throttles"));
        parts.put(
                "faults",
                Metric.Builder.create()
                        .namespace(stage.metrics())
                        .metricName(faults)
                        .statistic("Sum")
                        .period(PERIOD)
                        .build());
        return MathExpression.Builder.create()
                .expression("FILL(errors, 0) + FILL(throttles, 0) + FILL(faults, 0)")
                .usingMetrics(parts)
                .label("failures")
                .period(PERIOD)
                .build();
    }

    /** What was accepted and never done: thrown away after its time, as no copy of the function was free. */
    private Alarm lost(Alerts alerts) {
        var builder = alarm("Lost", "lost")
                .threshold(0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .metric(count("AsyncEventsDropped"));
        return alerts.withNotice(builder.build());
    }

    private Alarm slow(Alerts alerts, String statistic, double milliseconds) {
        var builder = alarm("Slow", "slow")
                .threshold(milliseconds)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .metric(metric("Duration", statistic));
        return alerts.withNotice(builder.build());
    }

    private Alarm.Builder alarm(String id, String what) {
        return Alarm.Builder.create(this, id)
                .alarmName(stage.stackName() + "-" + function.spec().name() + "-" + what)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING);
    }

    private Metric count(String name) {
        return metric(name, "Sum");
    }

    private Metric metric(String name, String statistic) {
        return Metric.Builder.create()
                .namespace("AWS/Lambda")
                .metricName(name)
                .dimensionsMap(function.dimensions())
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }

    /** What tells that a new version is worse than the one before. */
    List<IAlarm> all() {
        return List.copyOf(alarms);
    }
}
