package omni.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Where alarms go: a topic that the stage names, or one of the stack, with the addresses that the stage lists. */
final class Alerts extends Construct {

    private final ITopic topic;

    Alerts(Construct scope, String id, Stage stage, Encryption encryption) {
        super(scope, id);
        topic = stage.alerts()
                .topicArn()
                .map(arn -> Topic.fromTopicArn(this, "Topic", arn))
                .orElseGet(() -> own(stage, encryption));
    }

    /** Not encrypted by AWS's own key, by which CloudWatch cannot publish: messages name an alarm and its numbers, nobody's data. */
    private ITopic own(Stage stage, Encryption encryption) {
        var builder = Topic.Builder.create(this, "Topic").enforceSsl(true);
        encryption.key().ifPresent(builder::masterKey);
        var own = builder.build();
        stage.alerts().emails().forEach(address -> own.addSubscription(new EmailSubscription(address)));
        own.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(own.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", own.getStack().getAccount())))
                .build());
        return own;
    }

    /** The alarm, made to tell when it rings and when it is over. */
    Alarm withNotice(Alarm alarm) {
        var action = new SnsAction(topic);
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        return alarm;
    }
}
