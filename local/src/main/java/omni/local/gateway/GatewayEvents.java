package omni.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.local.machine.LocalJson;

/** The JSON that the gateway hands to the authorizer and to the functions, field by field as in AWS. */
final class GatewayEvents {

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final GatewayAccount account;

    GatewayEvents(GatewayAccount account) {
        this.account = account;
    }

    ObjectNode authorizerEvent(GatewayRequest request, RouteMatch match) {
        var event = LocalJson.object();
        event.put("type", "REQUEST");
        event.put("methodArn", account.methodArn(request.method(), request.rawPath()));
        addRequest(event, request, match);
        event.set("requestContext", requestContext(request, match));
        return event;
    }

    ObjectNode proxyEvent(GatewayRequest request, RouteMatch match, Optional<Authorization.Allowed> caller) {
        var event = LocalJson.object();
        addRequest(event, request, match);
        var context = requestContext(request, match);
        caller.ifPresent(known -> addAuthorizer(context, known));
        event.set("requestContext", context);
        addBody(event, request);
        return event;
    }

    private static void addAuthorizer(ObjectNode context, Authorization.Allowed caller) {
        var authorizer = context.putObject("authorizer");
        caller.context().forEach(authorizer::put);
        authorizer.put("principalId", caller.principalId());
        authorizer.put("integrationLatency", caller.latencyMillis());
    }

    private static void addRequest(ObjectNode event, GatewayRequest request, RouteMatch match) {
        event.put("resource", match.resourcePath());
        event.put("path", request.rawPath());
        event.put("httpMethod", request.method());
        addMultiMap(event, "headers", "multiValueHeaders", request.headers());
        addMultiMap(event, "queryStringParameters", "multiValueQueryStringParameters", request.query());
        putStrings(event, "pathParameters", match.pathParameters());
        event.putNull("stageVariables");
    }

    /** An empty map is null in both of its shapes. */
    private static void addMultiMap(ObjectNode event, String single, String multiple, MultiMap map) {
        if (map.isEmpty()) {
            event.putNull(single);
            event.putNull(multiple);
            return;
        }
        var last = event.putObject(single);
        var all = event.putObject(multiple);
        map.values().forEach((name, values) -> {
            last.put(name, values.getLast());
            var list = all.putArray(name);
            values.forEach(list::add);
        });
    }

    private static void putStrings(ObjectNode event, String field, Map<String, String> values) {
        if (values.isEmpty()) {
            event.putNull(field);
            return;
        }
        var object = event.putObject(field);
        values.forEach(object::put);
    }

    /** With the binary media type {@code *}{@code /*} every body is Base64, text too. */
    private static void addBody(ObjectNode event, GatewayRequest request) {
        var present = request.body().length > 0;
        if (present) {
            event.put("body", Base64.getEncoder().encodeToString(request.body()));
        } else {
            event.putNull("body");
        }
        event.put("isBase64Encoded", present);
    }

    private ObjectNode requestContext(GatewayRequest request, RouteMatch match) {
        var context = LocalJson.object();
        context.put("resourceId", Integer.toString(match.resourcePath().hashCode() & 0x7fffffff, 36));
        context.put("resourcePath", match.resourcePath());
        context.put("httpMethod", request.method());
        context.put("extendedRequestId", request.extendedRequestId());
        context.put("requestTime", REQUEST_TIME.format(request.receivedAt()));
        context.put("requestTimeEpoch", request.receivedAt().toEpochMilli());
        context.put("path", request.rawPath());
        context.put("accountId", account.accountId());
        context.put("protocol", request.protocol());
        context.put("stage", account.stage());
        context.put("domainPrefix", account.apiId());
        context.put("domainName", account.domainName());
        context.put("deploymentId", "local");
        context.put("requestId", request.requestId());
        context.put("apiId", account.apiId());
        context.set("identity", identity(request));
        return context;
    }

    private static ObjectNode identity(GatewayRequest request) {
        var identity = LocalJson.object();
        for (var unused : new String[] {
            "cognitoIdentityPoolId",
            "accountId",
            "cognitoIdentityId",
            "caller",
            "principalOrgId",
            "accessKey",
            "cognitoAuthenticationType",
            "cognitoAuthenticationProvider",
            "userArn",
            "user"
        }) {
            identity.putNull(unused);
        }
        identity.put("sourceIp", request.sourceIp());
        request.headers()
                .lastIgnoringCase("User-Agent")
                .ifPresentOrElse(agent -> identity.put("userAgent", agent), () -> identity.putNull("userAgent"));
        return identity;
    }
}
