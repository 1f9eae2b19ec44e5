package omni.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.ILambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Moves the calls of busy functions to a new version as the stage says, and back when one of the function's alarms rings. */
final class Releases extends Construct {

    private final LambdaApplication application;
    private final ILambdaDeploymentConfig pace;
    private final Role role;
    private final PolicyDocument rights = new PolicyDocument();
    private final List<String> functions = new ArrayList<>();

    Releases(Construct scope, Stage stage) {
        super(scope, "Releases");
        application = new LambdaApplication(this, "Application");
        pace = LambdaDeploymentConfig.fromLambdaDeploymentConfigName(
                this, "Pace", stage.release().codeDeployName());
        role = role();
    }

    /** Instead of AWS's own policy, which may move every alias of the account. */
    private Role role() {
        var watching = PolicyStatement.Builder.create()
                .actions(List.of("cloudwatch:DescribeAlarms"))
                .resources(List.of("*"))
                .build();
        rights.addStatements(watching);
        var made = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("codedeploy.amazonaws.com"))
                .inlinePolicies(Map.of("releases", rights))
                .build();
        Exemption.write(
                made,
                new Exemption(
                        "AwsSolutions-IAM5",
                        "CodeDeploy asks for the states of alarms, and nothing else, in one call for all.",
                        "Resource::*"));
        return made;
    }

    void add(LambdaFunction function, FunctionAlarms alarms) {
        var arn = function.function().getFunctionArn();
        functions.add(arn);
        functions.add(arn + ":" + LambdaFunction.ALIAS);
        LambdaDeploymentGroup.Builder.create(this, function.spec().name())
                .application(application)
                .alias(function.alias().orElseThrow())
                .deploymentConfig(pace)
                .role(role.withoutPolicyUpdates())
                .alarms(alarms.all())
                .autoRollback(AutoRollbackConfig.builder()
                        .failedDeployment(true)
                        .stoppedDeployment(true)
                        .deploymentInAlarm(true)
                        .build())
                .build();
    }

    /** Lets CodeDeploy move the aliases that were added. */
    void permit() {
        rights.addStatements(PolicyStatement.Builder.create()
                .actions(List.of("lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"))
                .resources(functions)
                .build());
    }
}
