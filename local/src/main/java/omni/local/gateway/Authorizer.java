package omni.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.local.gateway.Invocation.Failed;
import omni.local.gateway.Invocation.Returned;
import omni.local.gateway.Invocation.TimedOut;
import omni.local.gateway.Invocation.TooLarge;
import omni.local.machine.LocalJson;

/** A REQUEST authorizer without identity sources and without cache: it is asked for every request. */
final class Authorizer {

    private final LocalLambda function;
    private final GatewayEvents events;

    Authorizer(LocalLambda function, GatewayEvents events) {
        this.function = function;
        this.events = events;
    }

    Authorization authorize(GatewayRequest request, RouteMatch match) {
        var event = events.authorizerEvent(request, match);
        var started = System.nanoTime();
        return switch (function.invoke(LocalJson.bytes(event), request.traceHeader())) {
            case Returned(var answer) ->
                LocalJson.parseObject(answer)
                        .map(json -> judge(json, event.path("methodArn").asText(), millisSince(started)))
                        .orElseGet(() -> new Authorization.Malformed("the authorizer did not answer a JSON object"));
            case Failed(var reason) when reason.equals("Unauthorized") -> new Authorization.Unauthorized();
            case Failed(var reason) -> new Authorization.Failed(reason);
            case TimedOut() -> new Authorization.Failed("the authorizer took too long");
            case TooLarge(var what) -> new Authorization.Failed("the authorizer's " + what + " is too large");
        };
    }

    private static Authorization judge(ObjectNode answer, String methodArn, long latencyMillis) {
        var principal = answer.path("principalId");
        var policy = IamPolicy.parse(answer.path("policyDocument"));
        var context = scalars(answer.path("context"));
        if (!principal.isTextual() || policy.isEmpty()) {
            return new Authorization.Malformed("the authorizer's answer has no principalId or no valid policyDocument");
        }
        if (context.isEmpty()) {
            return new Authorization.Malformed("the authorizer's context may hold strings, numbers and booleans only");
        }
        return policy.get().allows(methodArn)
                ? new Authorization.Allowed(principal.asText(), context.get(), latencyMillis)
                : new Authorization.Denied(principal.asText(), context.get());
    }

    /** Context values as strings; nothing when one of them is a list or an object. A null is left out. */
    private static Optional<Map<String, String>> scalars(JsonNode context) {
        if (context.isMissingNode() || context.isNull()) {
            return Optional.of(Map.of());
        }
        var values = new LinkedHashMap<String, String>();
        for (var entry : context.properties()) {
            if (entry.getValue().isContainerNode()) {
                return Optional.empty();
            }
            if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return context.isObject() ? Optional.of(values) : Optional.empty();
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }
}
