package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.SecretName;
import omni.access.SecretStore;
import omni.call.Operation.Group;
import omni.call.Operation.TableGrant;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.job.Jobs.Trigger;
import omni.json.Json;
import omni.lambda.Configuration;
import omni.lambda.JsonLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class StackTest {

    private static final String FUNCTION = "AWS::Lambda::Function";

    private static SynthesizedStack stack = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        stack = SynthesizedStack.of("prod");
    }

    /** A constant of one of the two lists. */
    record Expected(
            String name,
            Group group,
            List<TableGrant> table,
            Set<SecretName> secrets,
            @Nullable Trigger trigger) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Expected> expected() {
        return Stream.concat(
                        Arrays.stream(Endpoints.values())
                                .map(endpoint -> new Expected(
                                        endpoint.operation().operationId(),
                                        endpoint.operation().group(),
                                        endpoint.operation().table(),
                                        endpoint.operation().secrets(),
                                        null)),
                        Arrays.stream(Jobs.values())
                                .map(job -> new Expected(
                                        job.functionName(), job.group(), job.table(), job.secrets(), job.trigger())))
                .toList();
    }

    @Test
    void everyConstantHasOneFunctionAndNothingElseHas() {
        assertThat(stack.ofType(FUNCTION).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        expected().stream().map(Expected::name).toList());
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionRunsItsClassOnJava25(Expected constant) {
        var function = function(constant);

        assertThat(function)
                .containsEntry("Handler", constant.group().handler())
                .containsEntry("Runtime", "java25")
                .containsEntry("Timeout", constant.trigger() == Trigger.SCHEDULE ? 900L : 29L)
                .containsEntry("TracingConfig", Map.of("Mode", "Active"))
                .containsEntry("Architectures", List.of("arm64"));
        assertThat(at(function, "LoggingConfig", "LogGroup", "Ref"))
                .isIn(stack.ofType("AWS::Logs::LogGroup").keySet());
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionStartsWithTheEnvironmentThatItGets(Expected constant) {
        assertThatCode(() -> Configuration.of(environment(constant), constant.secrets(), STORE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionIsToldWhichOperationOfItsGroupItIs(Expected constant) {
        assertThat(variables(constant)).containsEntry("OMNI_OPERATION", constant.name());
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionIsToldOfTheSecretsThatItsConstantListsAndOfNoOther(Expected constant) {
        assertThat(variables(constant).keySet())
                .filteredOn(name -> Stage.GIVEN.contains(name) && name.endsWith("_FROM"))
                .containsExactlyInAnyOrderElementsOf(
                        constant.secrets().stream().map(SecretName::from).toList());
        assertThat(variables(constant).keySet())
                .doesNotContainAnyElementsOf(Arrays.stream(SecretName.values())
                        .map(SecretName::setting)
                        .toList());
    }

    /** Rights are for whole secrets: two that different functions read may not stand in one. */
    @Test
    void noTwoSettingsAreFieldsOfOneSecret() {
        var secrets = expected().stream()
                .flatMap(constant -> variables(constant).entrySet().stream())
                .filter(variable -> variable.getKey().endsWith("_FROM"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> Set.of(secret(variable.getValue())), StackTest::joined));

        assertThat(secrets).hasSize(SecretName.values().length);
        assertThat(secrets.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
    }

    private static Set<String> joined(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionMayReadTheSecretsThatItsEnvironmentNamesAndNoOther(Expected constant) {
        var named = variables(constant).entrySet().stream()
                .filter(variable -> variable.getKey().endsWith("_FROM"))
                .map(variable -> secret(variable.getValue()))
                .collect(Collectors.toSet());
        var statements = policies(constant)
                .filter(policy -> "secrets".equals(at(policy, "PolicyName")))
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                .toList();

        assertThat(statements)
                .allSatisfy(
                        statement -> assertThat(at(statement, "Action")).isEqualTo("secretsmanager:GetSecretValue"));
        assertThat(statements.stream()
                        .flatMap(statement -> list(at(statement, "Resource")).stream())
                        .map(StackTest::secret)
                        .collect(Collectors.toSet()))
                .isEqualTo(named);
    }

    /** What a reference or a resource means: the secret of the stack, or the name of one that is made by hand. */
    private static String secret(@Nullable Object reference) {
        var text = Json.text(reference);
        var byHand = java.util.regex.Pattern.compile("omni/[a-z]+/[a-z]+").matcher(text);
        return byHand.find() ? byHand.group() : String.valueOf(at(reference, "Ref"));
    }

    @Test
    void noSecretPassesThroughADeployment() {
        assertThat(stack.text()).doesNotContain("resolve:secretsmanager").doesNotContain("resolve:ssm");
    }

    private Stream<?> policies(Expected constant) {
        var role = String.valueOf(at(function(constant), "Role", "Fn::GetAtt", 0));
        return list(at(stack.resources(), role, "Properties", "Policies")).stream();
    }

    @ParameterizedTest
    @MethodSource("expected")
    void whoWeAreToTheIssuerIsKnownOnlyWherePeopleSignIn(Expected constant) {
        var wanted = switch (constant.group()) {
            case AUTHORIZER -> Set.of("OMNI_OIDC_ISSUER", "OMNI_OIDC_AUDIENCES");
            case ACCOUNT -> Set.of("OMNI_OIDC_ISSUER", "OMNI_OIDC_AUDIENCES", "OMNI_OIDC_CLIENT_ID");
            case STRIPE, METERED, JOBS -> Set.<String>of();
        };

        assertThat(variables(constant).keySet().stream()
                        .filter(name -> name.startsWith("OMNI_OIDC_") && !name.endsWith("_FROM")))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @ParameterizedTest
    @MethodSource("expected")
    void aFunctionHasTheRightsThatItsConstantListsItsLogsAndTraces(Expected constant) {
        var policies = policies(constant).toList();
        var table = policies.stream()
                .filter(policy -> "table".equals(at(policy, "PolicyName")))
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                .map(StackTest::grant)
                .toList();

        var wanted = new TreeSet<>(Set.of("logs", "traces"));
        if (!constant.table().isEmpty()) {
            wanted.add("table");
        }
        if (!constant.secrets().isEmpty()) {
            wanted.add("secrets");
        }
        if (constant.trigger() == Trigger.STREAM) {
            wanted.addAll(Set.of("stream", "parking"));
        }

        wanted.addAll(ChatStackTest.RIGHTS.getOrDefault(constant.name(), Set.of()));

        assertThat(table).isEqualTo(constant.table());
        assertThat(policies.stream().map(policy -> String.valueOf(at(policy, "PolicyName"))))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** A statement read back as the grant that it was made from. */
    private static TableGrant grant(@Nullable Object statement) {
        var resource = Json.text(at(statement, "Resource"));
        var slash = resource.indexOf("/index/");
        var keys = at(statement, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys");
        assertThat(at(statement, "Condition", "Null", "dynamodb:LeadingKeys")).isEqualTo("false");
        return new TableGrant(
                list(at(statement, "Action")).stream()
                        .map(action -> String.valueOf(action).replace("dynamodb:", ""))
                        .toList(),
                list(keys).stream()
                        .map(key -> String.valueOf(key).replaceAll("\\*$", ""))
                        .toList(),
                slash < 0 ? null : resource.substring(slash + "/index/".length(), resource.indexOf('"', slash)));
    }

    /** With the reason that stands beside it, or none at all. */
    @Test
    void noPolicyAllowsEveryActionAndAStarAmongResourcesHasItsReason() {
        var unexplained = new ArrayList<String>();
        var statements = new AtomicInteger();
        for (var type : List.of("AWS::IAM::Role", "AWS::IAM::Policy")) {
            stack.ofType(type).forEach((id, properties) -> {
                for (var statement : statements(properties)) {
                    statements.incrementAndGet();
                    assertThat(list(at(statement, "Action")))
                            .allSatisfy(
                                    action -> assertThat(String.valueOf(action)).doesNotContain("*"));
                    if (Json.text(at(statement, "Resource")).contains("*")
                            && reasons(id).isEmpty()) {
                        unexplained.add(id);
                    }
                }
            });
        }

        assertThat(statements.get()).isGreaterThan(expected().size());
        assertThat(unexplained).isEmpty();
    }

    /** Only what has no resource to name, and what begins with a name: so that no reason covers more than it says. */
    @Test
    void starsAreTheFewThatAreMeant() {
        var stars = new TreeMap<String, Set<String>>();
        stack.ofType("AWS::IAM::Role").values().stream()
                .flatMap(role -> statements(role).stream())
                .filter(statement -> Json.text(at(statement, "Resource")).contains("*"))
                .forEach(statement -> stars.computeIfAbsent(
                                list(at(statement, "Resource")).contains("*") ? "all" : "beginning",
                                wanted -> new TreeSet<>())
                        .addAll(list(at(statement, "Action")).stream()
                                .map(String::valueOf)
                                .toList()));

        assertThat(stars)
                .isEqualTo(Map.of(
                        "all", Set.of("xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:DescribeAlarms"),
                        "beginning", Set.of("s3:PutObject", "execute-api:ManageConnections")));
    }

    private static List<?> statements(@Nullable Object properties) {
        var own = list(at(properties, "PolicyDocument", "Statement"));
        return own.isEmpty()
                ? list(at(properties, "Policies")).stream()
                        .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                        .toList()
                : own;
    }

    private static List<?> reasons(String id) {
        return list(at(stack.resources(), id, "Metadata", "cdk_nag", "rules_to_suppress")).stream()
                .filter(rule -> String.valueOf(at(rule, "reason")).length() > 20)
                .toList();
    }

    @Test
    void theTableIsTheOneOfTheArchitecture() {
        assertThat(stack.only("AWS::DynamoDB::Table"))
                .containsEntry("BillingMode", "PAY_PER_REQUEST")
                .containsEntry("DeletionProtectionEnabled", true)
                .containsEntry("PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true))
                .containsEntry("StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES"))
                .containsEntry("TimeToLiveSpecification", Map.of("AttributeName", "ttl", "Enabled", true))
                .containsEntry("KeySchema", keys("PK", "SK"))
                .containsEntry(
                        "GlobalSecondaryIndexes",
                        List.of(index("ByTime", "timeKey", "place"), index("ByRequest", "requestKey", "place")));
        var types = new HashMap<Object, Object>();
        list(stack.only("AWS::DynamoDB::Table").get("AttributeDefinitions"))
                .forEach(definition -> types.put(
                        String.valueOf(at(definition, "AttributeName")),
                        String.valueOf(at(definition, "AttributeType"))));
        assertThat(types).isEqualTo(Map.of("PK", "S", "SK", "S", "timeKey", "S", "requestKey", "S", "place", "S"));
    }

    private static List<Map<String, String>> keys(String partition, String sort) {
        return List.of(
                Map.of("AttributeName", partition, "KeyType", "HASH"),
                Map.of("AttributeName", sort, "KeyType", "RANGE"));
    }

    private static Map<String, Object> index(String name, String partition, String sort) {
        return Map.of(
                "IndexName", name,
                "KeySchema", keys(partition, sort),
                "Projection", Map.of("ProjectionType", "ALL"));
    }

    @Test
    void whatIsLostWithAStackIsKept() {
        for (var type : List.of(
                "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::SecretsManager::Secret")) {
            stack.ofType(type)
                    .keySet()
                    .forEach(id -> assertThat(at(stack.resources(), id, "DeletionPolicy"))
                            .as(id)
                            .isEqualTo("Retain"));
        }
    }

    @Test
    void whatTheStreamCannotDeliverIsHalvedRetriedBoundedlyAndParked() throws Json.MalformedJson {
        var mapping = stack.only("AWS::Lambda::EventSourceMapping");

        assertThat(mapping)
                .containsEntry("FunctionName", Map.of("Ref", "RecordUsage"))
                .containsEntry("BisectBatchOnFunctionError", true)
                .containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"))
                .containsEntry("MetricsConfig", Map.of("Metrics", List.of("EventCount")))
                .containsEntry("MaximumRetryAttempts", 100L)
                .containsEntry("MaximumRecordAgeInSeconds", 21600L)
                .containsEntry("StartingPosition", "TRIM_HORIZON");
        assertThat(at(mapping, "DestinationConfig", "OnFailure", "Destination", "Fn::GetAtt", 0))
                .isIn(stack.ofType("AWS::S3::Bucket").keySet());
        var pattern = String.valueOf(at(mapping, "FilterCriteria", "Filters", 0, "Pattern"));
        assertThat(at(Json.readObject(pattern.getBytes(java.nio.charset.StandardCharsets.UTF_8)), "dynamodb"))
                .isEqualTo(Map.of(
                        "Keys",
                        Map.of(
                                "SK",
                                Map.of(
                                        "S",
                                        List.of(
                                                "ACCOUNT",
                                                "ACCOUNT#TEST",
                                                "VOID",
                                                "PROOF",
                                                Map.of("prefix", "ROW#"))))));
    }

    @Test
    void eachJobOfAScheduleIsCalledByItsRuleAndNothingElseIs() {
        var rules = stack.ofType("AWS::Events::Rule").values().stream()
                .collect(Collectors.toMap(
                        rule -> String.valueOf(at(rule, "Targets", 0, "Arn", "Fn::GetAtt", 0)),
                        rule -> String.valueOf(rule.get("ScheduleExpression"))));
        var expected = Arrays.stream(Jobs.values())
                .filter(job -> job.schedule().isPresent())
                .collect(Collectors.toMap(
                        Jobs::functionName, job -> job.schedule().orElseThrow().cron()));

        assertThat(rules)
                .isEqualTo(expected)
                .containsEntry("AnnounceStates", "cron(1 * * * ? *)")
                .containsEntry("CreditUnproven", "cron(* * * * ? *)");
    }

    /** Whatever is uploaded: templates, and the lists of what goes with them. */
    @Test
    void nothingThatIsUploadedHoldsAnAccountAPathOfThisMachineOrASecret() throws IOException {
        try (var files = Files.list(Templates.nested("prod").folder())) {
            var texts = files.filter(file -> file.toString().endsWith(".json")).toList();

            assertThat(texts)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContainPattern("(?<![0-9a-f])\\d{12}(?![0-9a-f])")
                            .doesNotContain(System.getProperty("user.dir"))
                            .doesNotContain(System.getProperty("java.io.tmpdir") + "/")
                            .doesNotContainPattern("sk_(live|test)_|whsec_|rk_live_|AKIA|PRIVATE KEY"));
        }
    }

    private static Map<String, @Nullable Object> function(Expected constant) {
        return java.util.Objects.requireNonNull(stack.ofType(FUNCTION).get(constant.name()));
    }

    private static Map<String, @Nullable Object> variables(Expected constant) {
        return Json.asObject(at(function(constant), "Environment", "Variables"));
    }

    /** The environment as Lambda gives it, with references filled in. */
    private static Map<String, String> environment(Expected constant) {
        var environment = new HashMap<String, String>();
        variables(constant).forEach((name, value) -> environment.put(name, filled(name, value)));
        return environment;
    }

    private static String filled(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        // an address of the stack's own API; all else that is no text is a secret
        return at(value, "Fn::Join") == null
                ? name.equals("OMNI_CHAT_RUN_FUNCTION") ? "RunChat:live" : secret(value)
                : list(at(value, "Fn::Join", 1)).stream()
                        .map(part -> part instanceof String text ? text : "api")
                        .collect(Collectors.joining());
    }

    /** What the stack makes, and what stands in secrets that are made by hand. */
    private static final Configuration.Source STORE = new Configuration.Source(
            name -> new SecretStore.Reading.Found(
                    name.startsWith("omni/")
                            ? "{\"apiKey\":\"sk_test_suite\",\"webhookSecrets\":\"\",\"clientSecret\":\"suite\"}"
                            : "a".repeat(generatedLength(name))),
            InstantSource.system(),
            new JsonLog(System.out),
            false);

    private static int generatedLength(String logicalId) {
        return Integer.parseInt(String.valueOf(at(
                stack.ofType("AWS::SecretsManager::Secret").get(logicalId), "GenerateSecretString", "PasswordLength")));
    }
}
