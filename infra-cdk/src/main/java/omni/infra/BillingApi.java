package omni.infra;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.job.Jobs;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CfnAuthorizer;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IResource;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.IntegrationOptions;
import software.amazon.awscdk.services.apigateway.IntegrationType;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RequestAuthorizer;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The REST API (architecture 3): a resource for each path with its methods, HEAD beside each GET, and on every resource
 * ANY and at its end {@code {proxy+}} for ForwardCatalogRoute, so that 404 and 405 come from the shell. Every method asks
 * the authorizer, which has no identity sources and no cache.
 */
final class BillingApi extends Construct {

    private static final String ANY = "ANY";
    private static final String JSON = "application/json";

    private final RestApi api;
    private final Functions functions;
    private final MethodOptions authorized;
    private final Role invoker;
    private final Map<String, Integration> integrations = new HashMap<>();

    BillingApi(Construct scope, String id, Stage stage, Functions functions) {
        super(scope, id);
        this.functions = functions;
        api = RestApi.Builder.create(this, "Api")
                .restApiName(stage.stackName())
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .binaryMediaTypes(List.of("*/*"))
                .cloudWatchRole(true)
                .deployOptions(deployment(stage))
                .build();
        authorized = MethodOptions.builder()
                .authorizationType(AuthorizationType.CUSTOM)
                .authorizer(authorizer(functions))
                .build();
        invoker = invoker(functions);
        routes();
        GatewayResponses.all(stage.headerPrefixes()).forEach(this::respond);
    }

    private RequestAuthorizer authorizer(Functions functions) {
        var authorizer = RequestAuthorizer.Builder.create(this, "Authorizer")
                .handler(functions.of(Jobs.AUTHORIZE).function())
                .identitySources(List.of())
                .resultsCacheTtl(Duration.seconds(0))
                .build();
        // The library writes an empty text where it means none.
        var resource =
                (CfnAuthorizer) Objects.requireNonNull(authorizer.getNode().getDefaultChild());
        resource.addPropertyDeletionOverride("IdentitySource");
        return authorizer;
    }

    private void routes() {
        var resources = new LinkedHashMap<String, IResource>();
        resources.put("/", api.getRoot());
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            for (var path : operation.paths()) {
                var resource = resource(resources, path);
                if (!operation.method().equals(ANY)) {
                    method(resource, operation.method(), endpoint);
                }
                if (operation.reads()) {
                    method(resource, "HEAD", endpoint);
                }
            }
        }
        resources.values().forEach(resource -> method(resource, ANY, Endpoints.FORWARD_CATALOG_ROUTE));
    }

    /** The resource of a path, made with all those above it where they are not there yet. */
    private static IResource resource(Map<String, IResource> resources, String path) {
        var known = resources.get(path);
        if (known != null) {
            return known;
        }
        var slash = path.lastIndexOf('/');
        var parent = resource(resources, slash == 0 ? "/" : path.substring(0, slash));
        var resource = parent.addResource(path.substring(slash + 1));
        resources.put(path, resource);
        return resource;
    }

    private void method(IResource resource, String method, Endpoints endpoint) {
        resource.addMethod(method, integration(endpoint.operation().operationId()), authorized);
    }

    private Integration integration(String function) {
        return integrations.computeIfAbsent(
                function,
                name -> Integration.Builder.create()
                        .type(IntegrationType.AWS_PROXY)
                        .integrationHttpMethod("POST")
                        .uri(invocation(functions.named(name).function()))
                        .options(IntegrationOptions.builder()
                                .credentialsRole(invoker)
                                .build())
                        .build());
    }

    /** One role that may call what has a route: a permission on each function would be a resource for each. */
    private Role invoker(Functions functions) {
        var routed = Arrays.stream(Endpoints.values())
                .map(endpoint -> functions
                        .named(endpoint.operation().operationId())
                        .function()
                        .getFunctionArn())
                .toList();
        var call = PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(routed)
                .build();
        return Role.Builder.create(this, "Invoker")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "routes",
                        PolicyDocument.Builder.create()
                                .statements(List.of(call))
                                .build()))
                .build();
    }

    /** Where API Gateway calls a function. */
    private String invocation(IFunction function) {
        var stack = Stack.of(this);
        return "arn:" + stack.getPartition() + ":apigateway:" + stack.getRegion() + ":lambda:path/2015-03-31/functions/"
                + function.getFunctionArn() + "/invocations";
    }

    private void respond(GatewayResponses response) {
        api.addGatewayResponse(
                response.type(),
                GatewayResponseOptions.builder()
                        .type(ResponseType.of(response.type()))
                        .statusCode(String.valueOf(response.status()))
                        .responseHeaders(new TreeMap<>(response.headers()))
                        .templates(Map.of(JSON, response.body()))
                        .build());
    }

    private StageOptions deployment(Stage stage) {
        var logs = LogGroup.Builder.create(this, "AccessLogs")
                .retention(stage.logRetention())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        return StageOptions.builder()
                .stageName(stage.name())
                .accessLogDestination(new LogGroupLogDestination(logs))
                .accessLogFormat(AccessLogFormat.custom(AccessLog.format()))
                .build();
    }
}
