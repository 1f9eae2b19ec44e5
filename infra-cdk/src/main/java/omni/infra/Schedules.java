package omni.infra;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import omni.job.Jobs;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;

/**
 * One rule for each job that runs by itself, and an alarm for when it does not. A run that fails is tried twice more within the
 * hour; after that the next run makes up for it, as jobs read what is due and not what the clock says.
 */
final class Schedules {

    private static final int RETRIES = 2;
    private static final int MISSED_RUNS = 2;

    /** Of what runs each minute: a release may hold it up for some minutes. */
    private static final int MISSED_MINUTES = 15;

    private Schedules() {}

    static void add(Functions functions, Stage stage, Alerts alerts) {
        Arrays.stream(Jobs.values())
                .filter(functions::has)
                .forEach(job -> job.schedule().ifPresent(schedule -> {
                    var function = functions.of(job);
                    rule(function, schedule.cron());
                    alarmWhenMissing(function, interval(schedule), stage, alerts);
                }));
    }

    private static void rule(omni.infra.LambdaFunction function, String cron) {
        Rule.Builder.create(function, "Rule")
                .schedule(Schedule.expression(cron))
                .targets(List.of(LambdaFunction.Builder.create(function.function())
                        .retryAttempts(RETRIES)
                        .maxEventAge(Duration.hours(1))
                        .build()))
                .build();
    }

    private static void alarmWhenMissing(
            omni.infra.LambdaFunction function, Duration interval, Stage stage, Alerts alerts) {
        var runs = Metric.Builder.create()
                .namespace("AWS/Lambda")
                .metricName("Invocations")
                .dimensionsMap(function.dimensions())
                .statistic("Sum")
                .period(interval)
                .build();
        alerts.withNotice(Alarm.Builder.create(function, "Missing")
                .alarmName(stage.stackName() + "-" + function.spec().name() + "-missing")
                .metric(runs)
                .threshold(1)
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .evaluationPeriods(interval.toSeconds().intValue() == 60 ? MISSED_MINUTES : MISSED_RUNS)
                .treatMissingData(TreatMissingData.BREACHING)
                .build());
    }

    private static Duration interval(omni.job.Schedule schedule) {
        var first = schedule.next(Instant.EPOCH);
        var seconds = java.time.Duration.between(first, schedule.next(first)).toSeconds();
        return Duration.seconds(seconds);
    }
}
