package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnFunction.SnapStartProperty;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One function with its role and its logs. Its logical id is its name, so that {@code sam local invoke <name>} finds it;
 * its role may write its own logs and traces, and otherwise only what is granted here. A busy one is called by an alias, which
 * names a published version with SnapStart.
 */
final class LambdaFunction extends Construct {

    /** What whoever calls a busy function calls. */
    static final String ALIAS = "live";

    /**
     * The quick compiler alone and the small collector: a third off the cold start, nothing lost when warm. The AWS SDK
     * logs to nobody, and does not say so in every log.
     */
    private static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR";

    private final FunctionSpec spec;
    private final LogGroup logs;
    private final Function function;
    private final @Nullable Alias alias;

    /** @param rights beyond its own logs and traces, by the name of their policy */
    LambdaFunction(
            Construct scope,
            FunctionSpec spec,
            Code code,
            Stage stage,
            Logs logs,
            Map<String, String> environment,
            Map<String, List<PolicyStatement>> rights) {
        super(scope, spec.name() + "Function");
        this.spec = spec;
        this.logs = logs.group(this, "Logs");
        var tuning = stage.tuning(spec.name());
        var builder = Function.Builder.create(this, spec.name())
                .runtime(Runtime.JAVA_25)
                .architecture(stage.architecture().construct())
                .code(code)
                .handler(spec.group().handler())
                .memorySize(tuning.memoryMegabytes().orElse(spec.memoryMegabytes()))
                .timeout(spec.timeout())
                .role(role(rights).withoutPolicyUpdates())
                .logGroup(this.logs)
                .tracing(Tracing.ACTIVE)
                .environment(environment);
        tuning.reservedConcurrency().ifPresent(builder::reservedConcurrentExecutions);
        if (spec.scheduled()) {
            builder.retryAttempts(2).maxEventAge(Duration.hours(1));
        }
        function = builder.build();
        function.addEnvironment("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        var resource = (CfnFunction) Objects.requireNonNull(function.getNode().getDefaultChild());
        resource.overrideLogicalId(spec.name());
        // The function names its role, and the role holds its policies: that is all that has to be there before it.
        resource.addDeletionOverride("DependsOn");
        alias = spec.busy() ? publish(resource) : null;
    }

    private Alias publish(CfnFunction resource) {
        resource.setSnapStart(
                SnapStartProperty.builder().applyOn("PublishedVersions").build());
        var published = Alias.Builder.create(this, "Alias").aliasName(ALIAS).version(function.getCurrentVersion());
        if (spec.isInvoked()) {
            // whoever waits for it waits a minute: later it finds nothing to do, and a run that failed is not to be
            // repeated
            published.retryAttempts(0).maxEventAge(Duration.minutes(1));
        }
        return published.build();
    }

    private Role role(Map<String, List<PolicyStatement>> rights) {
        var policies = new TreeMap<String, PolicyDocument>();
        policies.put(
                "logs",
                document(List.of(allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), logs.getLogGroupArn()))));
        policies.put(
                "traces", document(List.of(allow(List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"), "*"))));
        rights.forEach((name, statements) -> {
            if (!statements.isEmpty()) {
                policies.put(name, document(statements));
            }
        });
        var role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(policies)
                .build();
        Exemption.write(
                role,
                new Exemption(
                        "AwsSolutions-IAM5",
                        "Traces have no resource that a policy could name; log streams, items of an index and parked objects are"
                                + " named by what stands before the star."));
        return role;
    }

    private static PolicyStatement allow(List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resource))
                .build();
    }

    private static PolicyDocument document(List<PolicyStatement> statements) {
        return PolicyDocument.Builder.create().statements(statements).build();
    }

    FunctionSpec spec() {
        return spec;
    }

    Function function() {
        return function;
    }

    /** What is called: the alias of a busy function, the function itself of another. */
    IFunction target() {
        return alias == null ? function : alias;
    }

    Optional<Alias> alias() {
        return Optional.ofNullable(alias);
    }

    LogGroup logs() {
        return logs;
    }

    /** Under which Lambda counts what is called. */
    Map<String, String> dimensions() {
        var dimensions = new TreeMap<String, String>();
        dimensions.put("FunctionName", function.getFunctionName());
        if (alias != null) {
            dimensions.put("Resource", function.getFunctionName() + ":" + ALIAS);
        }
        return dimensions;
    }
}
