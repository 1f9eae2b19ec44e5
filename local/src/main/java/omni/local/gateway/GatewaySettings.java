package omni.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import omni.local.machine.LocalTimeouts;

/**
 * What a gateway serves.
 *
 * @param functions the handler of a function's name; every name of a route and the authorizer's must be known
 * @param authorizer the authorizer's function; without one every request is allowed
 * @param clock gives the request times
 * @param timeout the limit for one answer; API Gateway's own is 29 seconds
 */
public record GatewaySettings(
        List<GatewayRoute> routes,
        List<GatewayResponse> responses,
        Function<String, RequestStreamHandler> functions,
        Optional<String> authorizer,
        InstantSource clock,
        LocalRoutes localRoutes,
        Duration timeout) {

    public GatewaySettings {
        routes = List.copyOf(routes);
        responses = List.copyOf(responses);
    }

    /** The local world's timeout, no authorizer, no local controls. */
    public static GatewaySettings of(
            List<GatewayRoute> routes, Function<String, RequestStreamHandler> functions, InstantSource clock) {
        return new GatewaySettings(
                routes, List.of(), functions, Optional.empty(), clock, new LocalRoutes(), LocalTimeouts.FUNCTION);
    }

    public GatewaySettings withResponses(List<GatewayResponse> configured) {
        return new GatewaySettings(routes, configured, functions, authorizer, clock, localRoutes, timeout);
    }

    public GatewaySettings withAuthorizer(String function) {
        return new GatewaySettings(routes, responses, functions, Optional.of(function), clock, localRoutes, timeout);
    }

    public GatewaySettings withLocalRoutes(LocalRoutes controls) {
        return new GatewaySettings(routes, responses, functions, authorizer, clock, controls, timeout);
    }

    public GatewaySettings withIntegrationTimeout(Duration limit) {
        return new GatewaySettings(routes, responses, functions, authorizer, clock, localRoutes, limit);
    }

    LocalLambda function(String name) {
        return new LocalLambda(name, GatewayAccount.LOCAL.functionArn(name), functions.apply(name), timeout);
    }
}
