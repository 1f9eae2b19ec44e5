package omni.infra;

import omni.log.Alarms;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/**
 * What rings for the product as a whole: answers of 500 and above, messages of the chat that failed, a stream that falls behind, records that were parked or lost, a
 * table that turns calls away, and one alarm for each of {@link Alarms}. Those of one function stand beside it ({@link FunctionAlarms}).
 */
final class Observability extends Construct {

    /** The metric of lines of {@link Alarms}, by the alarm that they name. */
    static final String ALARM_LINES = "AlarmLines";

    private static final int SERVER_ERRORS = 5;

    /** Far more than a batch needs, far less than the 24 hours after which the stream forgets. */
    private static final Duration FAR_BEHIND = Duration.minutes(10);

    private final Stage stage;
    private final Alerts alerts;

    Observability(Construct scope, String id, Stage stage, Alerts alerts, Watched watched) {
        super(scope, id);
        this.stage = stage;
        this.alerts = alerts;
        above("ServerErrors", watched.serverErrors(), SERVER_ERRORS - 1);
        above("StreamBehind", watched.streamAge(), FAR_BEHIND.toMilliseconds());
        above("RecordsParked", watched.parkedRecords(), 0);
        above("TableThrottled", watched.tableThrottles(), 0);
        watched.chat().ifPresent(chat -> above("ChatErrors", watched.chatErrors(chat), SERVER_ERRORS - 1));
        for (var alarm : Alarms.values()) {
            above(alarm.wire(), watched.lines(alarm), 0);
        }
    }

    private void above(String name, IMetric metric, Number threshold) {
        alerts.withNotice(Alarm.Builder.create(this, name)
                .alarmName(stage.stackName() + "-" + name)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }
}
