package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class ApiTest {

    private static final String ROOT = "RootResourceId";

    private static SynthesizedStack stack = new SynthesizedStack("", Map.of());

    @BeforeAll
    static void synthesize() {
        stack = SynthesizedStack.of("dev");
    }

    /** A method as it is deployed. */
    record Method(String name, String path, String function) {}

    @Test
    void everyRouteHasItsMethodsAndEveryResourceEndsInTheRouteThatCatchesAllOthers() {
        var expected = new LinkedHashSet<Method>();
        for (var path : paths().values()) {
            expected.add(new Method("ANY", path, "ForwardCatalogRoute"));
        }
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            for (var path : operation.paths()) {
                expected.add(new Method(operation.method(), path, operation.operationId()));
                if (operation.reads()) {
                    expected.add(new Method("HEAD", path, operation.operationId()));
                }
            }
        }

        assertThat(methods()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theRootAndWhatNobodyKnowsAreResourcesToo() {
        assertThat(paths().values()).contains("/", "/{proxy+}", "/v1", "/v1/billing/webhooks");
    }

    @Test
    void everyMethodAsksTheAuthorizer() {
        var authorizer =
                stack.ofType("AWS::ApiGateway::Authorizer").keySet().iterator().next();

        assertThat(stack.ofType("AWS::ApiGateway::Method").values())
                .allSatisfy(method -> assertThat(method)
                        .containsEntry("AuthorizationType", "CUSTOM")
                        .containsEntry("AuthorizerId", Map.of("Ref", authorizer)));
    }

    @Test
    void theAuthorizerIsAskedEachTimeAndForEveryRequest() {
        var authorizer = stack.only("AWS::ApiGateway::Authorizer");

        assertThat(authorizer)
                .containsEntry("Type", "REQUEST")
                .containsEntry("AuthorizerResultTtlInSeconds", 0L)
                .doesNotContainKey("IdentitySource");
        assertThat(list(at(authorizer.get("AuthorizerUri"), "Fn::Join", 1)).stream()
                        .filter(part -> at(part, "Ref") != null)
                        .map(stack::function))
                .contains("Authorize");
    }

    @Test
    void bodiesReachFunctionsAsTheyAre() {
        assertThat(stack.only("AWS::ApiGateway::RestApi"))
                .containsEntry("BinaryMediaTypes", List.of("*/*"))
                .containsEntry("EndpointConfiguration", Map.of("Types", List.of("REGIONAL")));
        assertThat(stack.ofType("AWS::ApiGateway::Method").values())
                .allSatisfy(
                        method -> assertThat(at(method, "Integration", "Type")).isEqualTo("AWS_PROXY"));
    }

    /** What the gateway answers by itself, in the words of the list. */
    @Test
    void theGatewaysOwnAnswersAreThoseOfTheList() {
        var deployed = new ArrayList<GatewayResponses>();
        for (var response : stack.ofType("AWS::ApiGateway::GatewayResponse").values()) {
            var headers = new TreeMap<String, String>();
            Json.asObject(response.get("ResponseParameters"))
                    .forEach((name, value) ->
                            headers.put(name.replace("gatewayresponse.header.", ""), String.valueOf(value)));
            assertThat(Json.asObject(response.get("ResponseTemplates"))).containsOnlyKeys("application/json");
            deployed.add(new GatewayResponses(
                    String.valueOf(response.get("ResponseType")),
                    Integer.parseInt(String.valueOf(response.get("StatusCode"))),
                    headers,
                    String.valueOf(at(response, "ResponseTemplates", "application/json"))));
        }

        assertThat(deployed).containsExactlyInAnyOrderElementsOf(GatewayResponses.all(List.of("Omni-")));
    }

    @Test
    void everyRequestIsInTheAccessLogWithoutHeadersQueryOrBody() {
        var stage = stack.only("AWS::ApiGateway::Stage");
        var format = String.valueOf(at(stage, "AccessLogSetting", "Format"));

        assertThat(stage).containsEntry("StageName", "dev");
        assertThat(format).contains("$context.requestId", "$context.status").doesNotContainIgnoringCase("header");
        assertThat(Json.text(at(stage, "AccessLogSetting", "DestinationArn"))).contains("AccessLogs");
    }

    @Test
    void theGatewayMayCallTheFunctionsOfRoutesAndTheAuthorizerAndNoOthers() {
        var permitted = stack.ofType("AWS::Lambda::Permission").values().stream()
                .filter(permission -> "apigateway.amazonaws.com".equals(permission.get("Principal")));
        var invokers = stack.ofType("AWS::IAM::Role").values().stream()
                .filter(role -> role.toString().contains("apigateway.amazonaws.com"))
                .filter(role -> role.toString().contains("lambda:InvokeFunction"))
                .filter(role -> !role.toString().contains("OpenChat"))
                .toList();
        var expected = new TreeSet<String>();
        Arrays.stream(Endpoints.values())
                .forEach(endpoint -> expected.add(endpoint.operation().operationId()));
        expected.add("Authorize");

        assertThat(permitted).isEmpty();
        assertThat(invokers).hasSize(1);
        // A role's own policies hold 10,240 characters, the ARN of a function up to 120: then a role for each part is
        // needed.
        assertThat(expected).hasSizeLessThan(80);
        assertThat(list(at(invokers.getFirst(), "Policies", 0, "PolicyDocument", "Statement", 0, "Resource")).stream()
                        .map(stack::function))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A call to a busy function goes to the version that is released, never to what was uploaded last. */
    @Test
    void aBusyFunctionIsCalledByItsAlias() {
        var aliases = stack.ofType("AWS::Lambda::Alias").keySet();
        var called = stack.ofType("AWS::ApiGateway::Method").values().stream()
                .flatMap(method -> list(at(method, "Integration", "Uri", "Fn::Join", 1)).stream())
                .map(part -> at(part, "Ref"))
                .filter(aliases::contains)
                .collect(java.util.stream.Collectors.toSet());

        // the authorizer is no integration, and the chat's functions are those of the other API
        assertThat(called)
                .hasSize((int) aliases.stream()
                                .filter(alias -> !alias.startsWith("Chat"))
                                .count()
                        - 1);
    }

    private static List<Method> methods() {
        var paths = paths();
        var methods = new ArrayList<Method>();
        stack.ofType("AWS::ApiGateway::Method")
                .values()
                .forEach(method -> methods.add(new Method(
                        String.valueOf(method.get("HttpMethod")),
                        String.valueOf(paths.get(target(method.get("ResourceId")))),
                        function(at(method, "Integration", "Uri")))));
        return methods;
    }

    private static String function(@Nullable Object uri) {
        return list(at(uri, "Fn::Join", 1)).stream()
                .filter(part -> at(part, "Ref") != null || at(part, "Fn::GetAtt") != null)
                .map(stack::function)
                .filter(id -> !id.startsWith("AWS::"))
                .findFirst()
                .orElseThrow();
    }

    /** The path of every resource, by logical id. */
    private static Map<String, String> paths() {
        var paths = new HashMap<>(Map.of(ROOT, "/"));
        var resources = stack.ofType("AWS::ApiGateway::Resource");
        resources.keySet().forEach(id -> paths.put(id, path(resources, id)));
        return paths;
    }

    private static String path(Map<String, Map<String, @Nullable Object>> resources, String id) {
        if (id.equals(ROOT)) {
            return "";
        }
        var resource = resources.get(id);
        return path(resources, target(at(resource, "ParentId"))) + "/" + at(resource, "PathPart");
    }

    /** The resource that is meant: by its logical id, or the root of the API. */
    private static String target(@Nullable Object reference) {
        var id = at(reference, "Ref");
        return id == null ? ROOT : String.valueOf(id);
    }
}
