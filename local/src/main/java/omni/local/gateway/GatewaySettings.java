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
 * @param port on 127.0.0.1; 0 takes a free one
 * @param functions the handler of a function's name; every name of a route and the authorizer's must be known
 * @param authorizer the authorizer's function; without one every request is allowed
 * @param clock gives the request times
 * @param integrationTimeout the limit for one answer; API Gateway's own is 29 seconds
 * @param concurrency how many requests are worked on at once; AWS refuses the rest, here they wait for their turn
 */
public record GatewaySettings(
        int port,
        GatewayAccount account,
        List<GatewayRoute> routes,
        List<GatewayResponse> responses,
        Function<String, RequestStreamHandler> functions,
        Optional<String> authorizer,
        InstantSource clock,
        LocalRoutes localRoutes,
        Duration integrationTimeout,
        int concurrency) {

    private static final int DEFAULT_CONCURRENCY = 64;

    public GatewaySettings {
        routes = List.copyOf(routes);
        responses = List.copyOf(responses);
    }

    /** A free port, the local world's timeout, no authorizer, no local controls. */
    public static GatewaySettings of(
            List<GatewayRoute> routes, Function<String, RequestStreamHandler> functions, InstantSource clock) {
        return new GatewaySettings(
                0,
                GatewayAccount.LOCAL,
                routes,
                List.of(),
                functions,
                Optional.empty(),
                clock,
                new LocalRoutes(),
                LocalTimeouts.FUNCTION,
                DEFAULT_CONCURRENCY);
    }

    public GatewaySettings withPort(int number) {
        return new GatewaySettings(
                number,
                account,
                routes,
                responses,
                functions,
                authorizer,
                clock,
                localRoutes,
                integrationTimeout,
                concurrency);
    }

    public GatewaySettings withResponses(List<GatewayResponse> configured) {
        return new GatewaySettings(
                port,
                account,
                routes,
                configured,
                functions,
                authorizer,
                clock,
                localRoutes,
                integrationTimeout,
                concurrency);
    }

    public GatewaySettings withAuthorizer(String functionName) {
        return new GatewaySettings(
                port,
                account,
                routes,
                responses,
                functions,
                Optional.of(functionName),
                clock,
                localRoutes,
                integrationTimeout,
                concurrency);
    }

    public GatewaySettings withLocalRoutes(LocalRoutes controls) {
        return new GatewaySettings(
                port,
                account,
                routes,
                responses,
                functions,
                authorizer,
                clock,
                controls,
                integrationTimeout,
                concurrency);
    }

    public GatewaySettings withIntegrationTimeout(Duration timeout) {
        return new GatewaySettings(
                port, account, routes, responses, functions, authorizer, clock, localRoutes, timeout, concurrency);
    }

    public GatewaySettings withConcurrency(int requests) {
        return new GatewaySettings(
                port,
                account,
                routes,
                responses,
                functions,
                authorizer,
                clock,
                localRoutes,
                integrationTimeout,
                requests);
    }

    LambdaFunction function(String name) {
        return new LambdaFunction(name, account.functionArn(name), functions.apply(name), integrationTimeout);
    }
}
