package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The two ways in which the same constructs become templates. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class LayoutTest {

    private static final String NESTED = "AWS::CloudFormation::Stack";
    private static final String ROOT = "omni-prod.template.json";

    /** Of an API, where sam looks for it; no other resource has a property of that name. */
    private static final String DESCRIPTION = "Body";

    /** Of CloudFormation's 500: so that no part has to be divided in a hurry. */
    private static final int ROOM = 300;

    /** Of CloudFormation's 200. */
    private static final int PARAMETERS = 120;

    private static Templates nested = new Templates(java.nio.file.Path.of(""), new TreeMap<>());
    private static SynthesizedStack flat = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        nested = Templates.nested("prod");
        flat = SynthesizedStack.of("prod");
    }

    @Test
    void everyTemplateHasRoom() {
        assertThat(nested.byFile().values()).hasSizeGreaterThan(5).allSatisfy(template -> {
            assertThat(template.resources()).hasSizeLessThan(ROOM);
            assertThat(Json.asObject(template.template().getOrDefault("Parameters", Map.of())))
                    .hasSizeLessThan(PARAMETERS);
            assertThat(Json.asObject(template.template().getOrDefault("Outputs", Map.of())))
                    .hasSizeLessThan(PARAMETERS);
        });
    }

    @Test
    void theFlatTemplateHoldsTheSameResourcesAndNoStack() {
        assertThat(flat.ofType(NESTED)).isEmpty();
        assertThat(shapes(List.of(flat))).isEqualTo(shapes(nested.byFile().values()));
    }

    /** {@code sam local start-api} takes the last method that fits, and knows binary bodies only of an API that is described. */
    @Test
    void theFlatTemplateIsServedBySamAsItIsByTheGateway() {
        var specific = new TreeSet<String>();
        flat.ofType("AWS::ApiGateway::Method").values().forEach(method -> {
            var resource = Json.text(method.get("ResourceId"));
            if ("ANY".equals(method.get("HttpMethod"))) {
                assertThat(specific).as("ANY comes first").doesNotContain(resource);
            } else {
                specific.add(resource);
            }
        });
        assertThat(specific).isNotEmpty();
        assertThat(flat.only("AWS::ApiGateway::RestApi")).containsKey(DESCRIPTION);
        assertThat(nested.byFile().values().stream()
                        .flatMap(template -> template.ofType("AWS::ApiGateway::RestApi").values().stream()))
                .singleElement()
                .satisfies(api -> assertThat(api).doesNotContainKey(DESCRIPTION));
    }

    /** By its name a function is invoked and found in logs: it has to be the same wherever it stands. */
    @Test
    void aFunctionHasTheSameLogicalIdInBoth() {
        var ids = new TreeSet<String>();
        nested.byFile()
                .values()
                .forEach(template ->
                        ids.addAll(template.ofType("AWS::Lambda::Function").keySet()));

        assertThat(ids).isEqualTo(flat.ofType("AWS::Lambda::Function").keySet());
    }

    /** CloudFormation moves no resource from one template to another: what holds data never stands in a part. */
    @Test
    void whatHoldsDataStandsInTheStackItself() {
        for (var type : List.of(
                "AWS::DynamoDB::Table",
                "AWS::S3::Bucket",
                "AWS::SecretsManager::Secret",
                "AWS::Cognito::UserPool",
                "AWS::KMS::Key")) {
            nested.byFile().forEach((file, template) -> {
                if (!file.equals(ROOT)) {
                    assertThat(template.ofType(type)).as(file).isEmpty();
                }
            });
        }
        assertThat(root().ofType("AWS::DynamoDB::Table")).hasSize(1);
    }

    /** These names must last: a part of another logical id is another stack, made anew with all that is in it. */
    @Test
    void partsAreKnownByNamesThatLast() {
        assertThat(root().ofType(NESTED).keySet().stream().map(id -> id.replaceAll("NestedStack.*", "")))
                .containsExactlyInAnyOrder(
                        "ChatApi",
                        "Chat",
                        "Calls",
                        "AccountReads",
                        "AccountChanges",
                        "Payments",
                        "Jobs",
                        "Gateway",
                        "ChatRoutes",
                        "Observability");
    }

    /** A method that the deployment does not wait for would be missing in the stage until some later deployment. */
    @Test
    void theDeploymentComesAfterEveryMethodAuthorizerAndAnswerOfTheGateway() {
        var gateway = nested.byFile().values().stream()
                .filter(template ->
                        !template.ofType("AWS::ApiGateway::Deployment").isEmpty())
                .toList();
        var template = gateway.getFirst();
        var deployment = template.ofType("AWS::ApiGateway::Deployment").keySet();
        var waitsFor = list(at(template.resources(), deployment.iterator().next(), "DependsOn"));

        assertThat(gateway).hasSize(1);
        assertThat(deployment).hasSize(1);
        var needed =
                new ArrayList<String>(template.ofType("AWS::ApiGateway::Method").keySet());
        needed.addAll(template.ofType("AWS::ApiGateway::GatewayResponse").keySet());
        assertThat(waitsFor.stream().map(String::valueOf)).containsAll(needed);
        assertThat(Json.text(at(
                        template.ofType("AWS::ApiGateway::Stage")
                                .values()
                                .iterator()
                                .next(),
                        "DeploymentId")))
                .contains(deployment.iterator().next());
    }

    /** Parts know what comes before them only: a circle could be neither made nor taken down. */
    @Test
    void partsNeedNoPartThatNeedsThem() {
        var needs = new TreeMap<String, List<String>>();
        root().ofType(NESTED)
                .forEach((id, properties) -> needs.put(
                        id,
                        root().ofType(NESTED).keySet().stream()
                                .filter(other ->
                                        Json.text(properties.get("Parameters")).contains("\"" + other + "\""))
                                .toList()));

        var made = new TreeSet<String>();
        while (made.size() < needs.size()) {
            var next = needs.entrySet().stream()
                    .filter(part -> !made.contains(part.getKey()) && made.containsAll(part.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(next).as("parts that can follow %s", made).isNotEmpty();
            made.addAll(next);
        }
    }

    private static SynthesizedStack root() {
        return java.util.Objects.requireNonNull(nested.byFile().get(ROOT));
    }

    /** Each resource by type and properties, whatever its references are called, and how often it is there. */
    private static Map<String, Integer> shapes(Iterable<SynthesizedStack> templates) {
        var shapes = new TreeMap<String, Integer>();
        for (var template : templates) {
            template.resources().values().forEach(resource -> {
                var type = String.valueOf(at(resource, "Type"));
                if (!type.equals(NESTED)) {
                    var properties = new TreeMap<>(Json.asObject(at(resource, "Properties")));
                    properties.remove(DESCRIPTION);
                    shapes.merge(type + Json.text(withoutReferences(properties)), 1, Integer::sum);
                }
            });
        }
        return shapes;
    }

    private static @Nullable Object withoutReferences(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when map.size() == 1 && (map.containsKey("Ref") || map.containsKey("Fn::GetAtt")) -> "…";
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                Json.asObject(map).forEach((name, inner) -> copy.put(name, withoutReferences(inner)));
                yield copy;
            }
            case List<?> list ->
                list.stream().map(LayoutTest::withoutReferences).toList();
            case null -> null;
            default -> value;
        };
    }
}
