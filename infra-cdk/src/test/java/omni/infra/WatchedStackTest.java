package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omni.call.Operation.Group;
import omni.job.Jobs;
import omni.json.Json;
import omni.log.Alarms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What rings, what is released how, and what is seen of it. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class WatchedStackTest {

    private static final String ALARM = "AWS::CloudWatch::Alarm";
    private static final String FILTER = "AWS::Logs::MetricFilter";

    private static SynthesizedStack stack = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        stack = SynthesizedStack.of("prod");
    }

    static List<FunctionSpec> functions() {
        return FunctionSpec.all();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionHasAnAlarmForRunsThatFail(FunctionSpec function) {
        var alarm = alarm(function.name() + "-failing");
        var metrics = Json.text(alarm);

        assertThat(metrics).contains("Errors", "{\"Ref\":\"" + function.name() + "\"}");
        if (function.critical()) {
            assertThat(metrics).contains("Throttles", function.name() + "Faults");
            assertThat(filters(function, "{ $.event = \"fault\" }")).hasSize(1);
        }
    }

    @Test
    void nothingElseHasAnAlarmForRunsThatFail() {
        var watched = stack.ofType(ALARM).values().stream()
                .map(alarm -> String.valueOf(alarm.get("AlarmName")))
                .filter(name -> name.endsWith("-failing"))
                .map(name -> name.replaceAll("^omni-prod-|-failing$", ""));

        assertThat(watched)
                .containsExactlyInAnyOrderElementsOf(
                        functions().stream().map(FunctionSpec::name).toList());
    }

    /** Whichever function finds it, and whatever it finds: the line rings. */
    @ParameterizedTest
    @MethodSource("functions")
    void theLinesOfTheListAreCountedInEveryLog(FunctionSpec function) {
        var filter = filters(function, "{ $.event = \"alarm\" }");

        assertThat(filter).hasSize(1);
        assertThat(at(filter.getFirst(), "MetricTransformations", 0))
                .isEqualTo(Map.of(
                        "MetricNamespace", "Omni/prod",
                        "MetricName", "AlarmLines",
                        "MetricValue", "1",
                        "Dimensions", List.of(Map.of("Key", "alarm", "Value", "$.alarm"))));
    }

    @ParameterizedTest
    @EnumSource(Alarms.class)
    void everyAlarmOfTheListRingsAtItsFirstLine(Alarms listed) {
        assertThat(alarm(listed.wire()))
                .containsEntry("Namespace", "Omni/prod")
                .containsEntry("MetricName", "AlarmLines")
                .containsEntry("Dimensions", List.of(Map.of("Name", "alarm", "Value", listed.wire())))
                .containsEntry("Threshold", 0L)
                .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }

    @Test
    void theStreamTheGatewayAndTheTableAreWatched() {
        assertThat(alarm("StreamBehind"))
                .containsEntry("MetricName", "IteratorAge")
                .containsEntry("Threshold", 600000L);
        assertThat(Json.text(alarm("RecordsParked")))
                .contains("OnFailureDestinationDeliveredEventCount", "DroppedEventCount", "EventSourceMappingUUID");
        assertThat(alarm("ServerErrors")).containsEntry("MetricName", "5XXError");
        assertThat(Json.text(alarm("TableThrottled"))).contains("ReadThrottleEvents", "WriteThrottleEvents");
    }

    @Test
    void aJobThatDoesNotRunOrRunsAlmostTooLongRings() {
        for (var job : Jobs.values()) {
            if (job.schedule().isPresent()) {
                assertThat(alarm(job.functionName() + "-missing")).containsEntry("TreatMissingData", "breaching");
                assertThat(alarm(job.functionName() + "-slow"))
                        .containsEntry("Statistic", "Maximum")
                        .containsEntry("Threshold", 720000L);
            }
        }
    }

    @Test
    void everyAlarmTellsTheTopic() {
        assertThat(stack.ofType(ALARM).values())
                .allSatisfy(alarm -> assertThat(at(alarm, "AlarmActions", 0, "Ref"))
                        .isIn(stack.ofType("AWS::SNS::Topic").keySet()));
        assertThat(stack.only("AWS::SNS::Subscription"))
                .containsEntry("Protocol", "email")
                .containsEntry("Endpoint", "oncall@example.com");
    }

    /** The authorizer, what is sold, the webhook: the calls of these never wait for a cold start, and move bit by bit. */
    @Test
    void busyFunctionsHaveSnapshotsAndAreReleasedBitByBitWithTheirAlarms() {
        var busy = functions().stream().filter(FunctionSpec::busy).toList();
        var snapshots = stack.ofType("AWS::Lambda::Function").entrySet().stream()
                .filter(function -> function.getValue().containsKey("SnapStart"))
                .map(Map.Entry::getKey)
                .toList();
        var aliases = stack.ofType("AWS::Lambda::Alias");
        var names = busy.stream().map(FunctionSpec::name).toList();

        assertThat(names).contains("Authorize", "ForwardCatalogRoute", "ReceiveStripeEvent", "GetStatement");
        assertThat(busy).allMatch(function -> function.group() != Group.ACCOUNT && function.group() != Group.JOBS);
        assertThat(snapshots).containsExactlyInAnyOrderElementsOf(names);
        assertThat(aliases.values().stream().map(alias -> String.valueOf(at(alias, "FunctionName", "Ref"))))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(aliases.keySet()).allSatisfy(alias -> {
            var group = String.valueOf(at(
                    stack.resources(),
                    alias,
                    "UpdatePolicy",
                    "CodeDeployLambdaAliasUpdate",
                    "DeploymentGroupName",
                    "Ref"));
            var properties = Objects.requireNonNull(
                    stack.ofType("AWS::CodeDeploy::DeploymentGroup").get(group));
            assertThat(properties)
                    .containsEntry("DeploymentConfigName", "CodeDeployDefault.LambdaLinear10PercentEvery1Minute");
            assertThat(list(at(properties, "AlarmConfiguration", "Alarms"))).hasSize(2);
            assertThat(list(at(properties, "AutoRollbackConfiguration", "Events")))
                    .asString()
                    .contains("DEPLOYMENT_STOP_ON_ALARM");
        });
    }

    @Test
    void theWebhookHasConcurrencyOfItsOwn() {
        assertThat(stack.ofType("AWS::Lambda::Function").entrySet().stream()
                        .filter(function -> function.getValue().containsKey("ReservedConcurrentExecutions"))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                function -> function.getValue().get("ReservedConcurrentExecutions"))))
                .isEqualTo(Map.of("ReceiveStripeEvent", 20L));
    }

    @Test
    void theDashboardShowsEveryAlarmOfTheListAndTheWayOfACall() {
        var body = Json.text(stack.only("AWS::CloudWatch::Dashboard").get("DashboardBody"));

        assertThat(body).contains("IteratorAge", "5XXError", "ConsumedWriteCapacityUnits");
        assertThat(Arrays.stream(Alarms.values()).map(Alarms::wire)).allMatch(body::contains);
    }

    private static Map<String, @Nullable Object> alarm(String name) {
        var found = stack.ofType(ALARM).values().stream()
                .filter(alarm -> ("omni-prod-" + name).equals(alarm.get("AlarmName")))
                .toList();
        assertThat(found)
                .as(
                        "alarms named %s among %s",
                        name, new TreeSet<>(stack.ofType(ALARM).keySet()))
                .hasSize(1);
        return found.getFirst();
    }

    private static List<Map<String, @Nullable Object>> filters(FunctionSpec function, String pattern) {
        var group = at(stack.resources(), function.name(), "Properties", "LoggingConfig", "LogGroup");
        return stack.ofType(FILTER).values().stream()
                .filter(filter -> Objects.equals(filter.get("LogGroupName"), group))
                .filter(filter -> pattern.equals(filter.get("FilterPattern")))
                .toList();
    }
}
