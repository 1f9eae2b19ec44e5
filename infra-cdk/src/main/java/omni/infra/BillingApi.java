package omni.infra;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.job.Jobs;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CfnAuthorizer;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
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
    private final Map<Endpoints, Integration> integrations = new EnumMap<>(Endpoints.class);

    BillingApi(Construct scope, String id, Layout layout, Stage stage, Functions functions, Logs logs) {
        super(scope, id);
        this.functions = functions;
        invoker = invoker(functions);
        api = RestApi.Builder.create(this, "Api")
                .restApiName(stage.stackName())
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .binaryMediaTypes(List.of("*/*"))
                .cloudWatchRole(true)
                .disableExecuteApiEndpoint(stage.domain().isPresent())
                .deployOptions(deployment(stage, logs))
                .build();
        layout.describe((CfnRestApi) Objects.requireNonNull(api.getNode().getDefaultChild()));
        exempt();
        authorized = MethodOptions.builder()
                .authorizationType(AuthorizationType.CUSTOM)
                .authorizer(authorizer(functions))
                .build();
        routes();
        GatewayResponses.all(stage.headerPrefixes()).forEach(this::respond);
    }

    private RequestAuthorizer authorizer(Functions functions) {
        var authorizer = RequestAuthorizer.Builder.create(this, "Authorizer")
                .handler(functions.of(Jobs.AUTHORIZE).target())
                .assumeRole(invoker.withoutPolicyUpdates())
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
        method(api.getRoot(), ANY, Endpoints.FORWARD_CATALOG_ROUTE);
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
    }

    /**
     * The resource of a path, made with all those above it where they are not there yet. It gets ANY before any other method: to API
     * Gateway the order means nothing, the AWS SAM CLI takes the last method that fits.
     */
    private IResource resource(Map<String, IResource> resources, String path) {
        var known = resources.get(path);
        if (known != null) {
            return known;
        }
        var slash = path.lastIndexOf('/');
        var parent = resource(resources, slash == 0 ? "/" : path.substring(0, slash));
        var resource = parent.addResource(path.substring(slash + 1));
        resources.put(path, resource);
        method(resource, ANY, Endpoints.FORWARD_CATALOG_ROUTE);
        return resource;
    }

    private void method(IResource resource, String method, Endpoints endpoint) {
        resource.addMethod(method, integration(endpoint), authorized);
    }

    private Integration integration(Endpoints endpoint) {
        return integrations.computeIfAbsent(
                endpoint,
                wanted -> Integration.Builder.create()
                        .type(IntegrationType.AWS_PROXY)
                        .integrationHttpMethod("POST")
                        .uri(invocation(functions.of(wanted).target()))
                        .options(IntegrationOptions.builder()
                                .credentialsRole(invoker)
                                .build())
                        .build());
    }

    /** One role that may call the authorizer and what has a route: a permission on each function would be a resource for each. */
    private Role invoker(Functions functions) {
        var called = Stream.concat(
                        Stream.of(functions.of(Jobs.AUTHORIZE)),
                        Arrays.stream(Endpoints.values()).map(functions::of))
                .map(function -> function.target().getFunctionArn())
                .toList();
        var call = PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(called)
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

    private void exempt() {
        Exemption.writeForAll(
                Stack.of(this),
                new Exemption(
                        "AwsSolutions-COG4",
                        "Every method asks our own authorizer: it knows keys, cookies and access tokens of any issuer, Cognito's"
                                + " knows its tokens alone."));
        Exemption.write(
                api,
                new Exemption(
                        "AwsSolutions-APIG2",
                        "What a request may be is said by the shell, in the contract's own words and errors, for each route."));
        Exemption.write(
                Objects.requireNonNull(api.getNode().findChild("CloudWatchRole")),
                new Exemption(
                        "AwsSolutions-IAM4",
                        "API Gateway writes its logs by this one policy of AWS's, once in an account and region."));
        Exemption.write(
                api.getDeploymentStage(),
                new Exemption(
                        "AwsSolutions-APIG3",
                        "The firewall is a choice of the stage's file, as it costs money while nobody calls."),
                new Exemption(
                        "AwsSolutions-APIG6",
                        "Execution logs would hold headers and bodies, keys among them; the access log has what is needed."));
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

    private StageOptions deployment(Stage stage, Logs logs) {
        return StageOptions.builder()
                .stageName(stage.name())
                .accessLogDestination(new LogGroupLogDestination(logs.group(this, "AccessLogs")))
                .accessLogFormat(AccessLogFormat.custom(AccessLog.format()))
                .tracingEnabled(true)
                .build();
    }

    RestApi api() {
        return api;
    }
}
