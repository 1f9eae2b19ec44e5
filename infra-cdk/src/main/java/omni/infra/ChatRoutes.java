package omni.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.job.Jobs;
import omni.json.Json;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName.DomainNameConfigurationProperty;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.AccessLogSettingsProperty;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.RouteSettingsProperty;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** The routes of the chat's WebSocket API: the gateway's three, each a function, and the one stage that serves them. */
final class ChatRoutes extends Construct {

    /** Openings and messages of all callers a second: more than REST's own limit of an account is nobody's chat. */
    private static final int RATE = 500;

    private static final int BURST = 1_000;

    private static final Map<String, Jobs> ROUTES = new TreeMap<>(
            Map.of("$connect", Jobs.OPEN_CHAT, "$default", Jobs.RECEIVE_CHAT_MESSAGE, "$disconnect", Jobs.CLOSE_CHAT));

    private final ChatApi api;
    private final CfnStage served;

    ChatRoutes(Construct scope, String id, Stage stage, ChatApi api, Functions functions, Logs logs) {
        super(scope, id);
        this.api = api;
        var invoker = invoker(functions);
        served = CfnStage.Builder.create(this, "Stage")
                .apiId(api.id())
                .stageName(ChatApi.STAGE)
                .description("The chat of stage " + stage.name())
                .autoDeploy(true)
                .accessLogSettings(AccessLogSettingsProperty.builder()
                        .destinationArn(logs.group(this, "AccessLogs").getLogGroupArn())
                        .format(accessLog())
                        .build())
                .defaultRouteSettings(RouteSettingsProperty.builder()
                        .throttlingRateLimit(RATE)
                        .throttlingBurstLimit(BURST)
                        .detailedMetricsEnabled(true)
                        .dataTraceEnabled(false)
                        .build())
                .build();
        ROUTES.forEach((route, job) -> route(route, functions.of(job), invoker));
    }

    private void route(String key, LambdaFunction function, Role invoker) {
        var name = function.spec().name();
        var integration = CfnIntegration.Builder.create(this, name + "Integration")
                .apiId(api.id())
                .integrationType("AWS_PROXY")
                .integrationUri(invocation(function))
                .credentialsArn(invoker.getRoleArn())
                .build();
        var route = CfnRoute.Builder.create(this, name + "Route")
                .apiId(api.id())
                .routeKey(key)
                .authorizationType("NONE")
                .target("integrations/" + integration.getRef())
                .build();
        Exemption.write(
                route,
                new Exemption(
                        "AwsSolutions-APIG4",
                        "Who may connect is said by a ticket that the function of $connect checks; messages come on what it opened."));
    }

    private Role invoker(Functions functions) {
        var call = PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(ROUTES.values().stream()
                        .map(job -> functions.of(job).target().getFunctionArn())
                        .toList())
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

    private String invocation(LambdaFunction function) {
        var stack = Stack.of(this);
        return "arn:" + stack.getPartition() + ":apigateway:" + stack.getRegion() + ":lambda:path/2015-03-31/functions/"
                + function.target().getFunctionArn() + "/invocations";
    }

    /** Never a query, which holds the ticket, nor what is said. */
    private static String accessLog() {
        var line = new LinkedHashMap<String, String>();
        line.put("requestId", "$context.requestId");
        line.put("connectionId", "$context.connectionId");
        line.put("at", "$context.requestTimeEpoch");
        line.put("event", "$context.eventType");
        line.put("route", "$context.routeKey");
        line.put("status", "$context.status");
        line.put("integrationStatus", "$context.integration.status");
        line.put("integrationLatency", "$context.integration.latency");
        line.put("sourceIp", "$context.identity.sourceIp");
        return Json.text(line);
    }

    /** Logs of any API wait for the role that lets API Gateway write them, which the REST API brings. */
    void after(BillingApi billing) {
        served.getNode().addDependency(billing.api().getNode().findChild("Account"));
    }

    /** The chat's own host name before it; what that has to be an alias of, and the hosted zone that this stands in. */
    Map<String, String> address(Stage.Domain domain) {
        var name = CfnDomainName.Builder.create(this, "Name")
                .domainName(domain.name())
                .domainNameConfigurations(List.of(DomainNameConfigurationProperty.builder()
                        .certificateArn(domain.certificateArn())
                        .endpointType("REGIONAL")
                        .securityPolicy("TLS_1_2")
                        .build()))
                .build();
        CfnApiMapping.Builder.create(this, "Mapping")
                .apiId(api.id())
                .domainName(name.getRef())
                .stage(served.getRef())
                .apiMappingKey(ChatApi.STAGE)
                .build();
        var target = new TreeMap<String, String>();
        target.put("ChatDomainTarget", name.getAttrRegionalDomainName());
        target.put("ChatDomainZone", name.getAttrRegionalHostedZoneId());
        return target;
    }
}
