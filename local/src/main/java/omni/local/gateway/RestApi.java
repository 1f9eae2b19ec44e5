package omni.local.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import omni.local.gateway.Invocation.Failed;
import omni.local.gateway.Invocation.Returned;
import omni.local.gateway.Invocation.TimedOut;
import omni.local.gateway.Invocation.TooLarge;
import omni.local.machine.LocalJson;

/** The way of a request through the gateway: resource, authorizer, function, answer. Knows nothing of sockets. */
final class RestApi {

    /** API Gateway's limit for a request body. */
    static final int BODY_LIMIT_BYTES = 10 * 1024 * 1024;

    private static final GatewayAccount ACCOUNT = GatewayAccount.LOCAL;

    /** How many requests are worked on at once; AWS refuses the rest, here they wait for their turn. */
    private static final int CONCURRENCY = 64;

    private final RouteTable routes;
    private final GatewayEvents events;
    private final ConfiguredResponses responses;
    private final Map<String, LocalLambda> functions;
    private final Optional<Authorizer> authorizer;
    private final Semaphore turns;

    RestApi(GatewaySettings settings) {
        routes = new RouteTable(settings.routes());
        events = new GatewayEvents(ACCOUNT);
        responses = new ConfiguredResponses(settings.responses());
        functions = settings.routes().stream()
                .map(GatewayRoute::functionName)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(name -> name, settings::function));
        authorizer = settings.authorizer().map(name -> new Authorizer(settings.function(name), events));
        turns = new Semaphore(CONCURRENCY, true);
    }

    HttpAnswer answer(GatewayRequest request) {
        if (request.body().length > BODY_LIMIT_BYTES) {
            return refuse(request, GatewayFault.REQUEST_TOO_LARGE);
        }
        var match = routes.match(request.rawPath());
        if (match.isEmpty()) {
            return refuse(request, GatewayFault.MISSING_AUTHENTICATION_TOKEN);
        }
        turns.acquireUninterruptibly();
        try {
            return authorize(request, match.get());
        } finally {
            turns.release();
        }
    }

    private HttpAnswer authorize(GatewayRequest request, RouteMatch match) {
        var methods = match.functions();
        var name = methods.getOrDefault(request.method(), methods.get(GatewayRoute.ANY));
        var function = name == null ? null : functions.get(name);
        if (function == null) {
            return refuse(request, GatewayFault.MISSING_AUTHENTICATION_TOKEN);
        }
        return switch (authorization(request, match)) {
            case Authorization.NotAsked() -> invoke(function, request, match, Optional.empty());
            case Authorization.Allowed caller -> invoke(function, request, match, Optional.of(caller));
            case Authorization.Denied(var principalId, var context) ->
                refuse(request, match, GatewayFault.ACCESS_DENIED, withPrincipal(context, principalId));
            case Authorization.Unauthorized() -> refuse(request, match, GatewayFault.UNAUTHORIZED, Map.of());
            case Authorization.Failed(var _) -> refuse(request, match, GatewayFault.AUTHORIZER_FAILURE, Map.of());
            case Authorization.Malformed(var reason) -> {
                System.getLogger(RestApi.class.getName()).log(System.Logger.Level.WARNING, reason);
                yield refuse(request, match, GatewayFault.AUTHORIZER_CONFIGURATION_ERROR, Map.of());
            }
        };
    }

    private Authorization authorization(GatewayRequest request, RouteMatch match) {
        return authorizer.map(asked -> asked.authorize(request, match)).orElseGet(Authorization.NotAsked::new);
    }

    private HttpAnswer invoke(
            LocalLambda function, GatewayRequest request, RouteMatch match, Optional<Authorization.Allowed> caller) {
        var variables = caller.map(known -> withPrincipal(known.context(), known.principalId()))
                .orElseGet(Map::of);
        var event = LocalJson.bytes(events.proxyEvent(request, match, caller));
        return switch (function.invoke(event, request.traceHeader())) {
            case TooLarge(var what)
            when what.equals("event") -> refuse(request, match, GatewayFault.REQUEST_TOO_LARGE, variables);
            case TooLarge(var _), Failed(var _) -> refuse(request, match, GatewayFault.INTEGRATION_FAILURE, variables);
            case TimedOut() -> refuse(request, match, GatewayFault.INTEGRATION_TIMEOUT, variables);
            case Returned(var answer) ->
                ProxyAnswer.read(answer).orElseGet(() -> refuseMalformed(function, request, match, variables));
        };
    }

    private HttpAnswer refuseMalformed(
            LocalLambda function, GatewayRequest request, RouteMatch match, Map<String, String> variables) {
        System.getLogger(RestApi.class.getName())
                .log(System.Logger.Level.WARNING, "function " + function.name() + " gave a malformed proxy answer");
        return refuse(request, match, GatewayFault.INTEGRATION_FAILURE, variables);
    }

    private static Map<String, String> withPrincipal(Map<String, String> context, String principalId) {
        var all = new HashMap<>(context);
        all.put("principalId", principalId);
        return all;
    }

    HttpAnswer refuse(GatewayRequest request, GatewayFault fault) {
        return responses.render(new ContextVariables(ACCOUNT, request, fault, "", Map.of()));
    }

    private HttpAnswer refuse(
            GatewayRequest request, RouteMatch match, GatewayFault fault, Map<String, String> authorizerContext) {
        return responses.render(new ContextVariables(ACCOUNT, request, fault, match.resourcePath(), authorizerContext));
    }
}
