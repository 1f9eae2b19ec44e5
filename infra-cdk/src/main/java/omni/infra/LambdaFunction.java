package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One function with its role and its logs. Its logical id is its name, so that {@code sam local invoke <name>} finds it;
 * its role may write its own logs, and otherwise only what is granted here.
 */
final class LambdaFunction extends Construct {

    /** No function runs longer: API Gateway waits no longer, and takeovers count on it (architecture 5). */
    private static final Duration TIMEOUT = Duration.seconds(29);

    /**
     * The quick compiler alone and the small collector: a third off the cold start, nothing lost when warm. The AWS SDK
     * logs to nobody, and does not say so in every log.
     */
    private static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR";

    private final Function function;
    private final Role role;

    /**
     * @param name of the function, and the end of its construct's path
     * @param handler the class that Lambda calls
     * @param rights beyond its own logs, by the name of their policy
     */
    LambdaFunction(
            Construct scope,
            String name,
            String handler,
            Code code,
            int memoryMegabytes,
            Stage stage,
            Map<String, String> environment,
            Map<String, List<PolicyStatement>> rights) {
        super(scope, name + "Function");
        var logs = LogGroup.Builder.create(this, "Logs")
                .retention(stage.logRetention())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(policies(logs, rights))
                .build();
        function = Function.Builder.create(this, name)
                .runtime(Runtime.JAVA_25)
                .architecture(stage.architecture().construct())
                .code(code)
                .handler(handler)
                .memorySize(memoryMegabytes)
                .timeout(TIMEOUT)
                .role(role)
                .logGroup(logs)
                .environment(environment)
                .build();
        function.addEnvironment("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        var resource = (CfnFunction) Objects.requireNonNull(function.getNode().getDefaultChild());
        resource.overrideLogicalId(name);
        // The function names its role, and the role holds its policies: that is all that has to be there before it.
        resource.addDeletionOverride("DependsOn");
    }

    private static Map<String, PolicyDocument> policies(LogGroup logs, Map<String, List<PolicyStatement>> rights) {
        var policies = new TreeMap<String, PolicyDocument>();
        policies.put(
                "logs",
                document(List.of(PolicyStatement.Builder.create()
                        .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                        .resources(List.of(logs.getLogGroupArn()))
                        .build())));
        rights.forEach((name, statements) -> {
            if (!statements.isEmpty()) {
                policies.put(name, document(statements));
            }
        });
        return policies;
    }

    private static PolicyDocument document(List<PolicyStatement> statements) {
        return PolicyDocument.Builder.create().statements(statements).build();
    }

    Function function() {
        return function;
    }

    Role role() {
        return role;
    }
}
