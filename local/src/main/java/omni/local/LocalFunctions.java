package omni.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.call.Operation.Group;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.lambda.AccountRoot;
import omni.lambda.AuthorizerRoot;
import omni.lambda.Foundation;
import omni.lambda.JobsRoot;
import omni.lambda.MeteredRoot;
import omni.lambda.StripeRoot;
import omni.local.gateway.GatewayRoute;
import omni.sec.FilingSource;

/** The very handlers that Lambda runs, each made from its group's root; one root for each group, as in a Lambda artefact. */
public final class LocalFunctions {

    private final Map<String, RequestStreamHandler> handlers = new HashMap<>();

    public LocalFunctions(Foundation foundation, Table table, FilingSource source) {
        var roots = new Roots(
                AuthorizerRoot.of(foundation, table),
                MeteredRoot.of(foundation, table, source),
                AccountRoot.of(foundation, table),
                StripeRoot.of(foundation, table),
                JobsRoot.of(foundation, table));
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            add(operation.operationId(), endpoint.handler(), roots.of(operation.group()));
        }
        for (var job : Jobs.values()) {
            add(job.functionName(), job.handler(), roots.of(job.group()));
        }
    }

    private record Roots(
            AuthorizerRoot authorizer, MeteredRoot metered, AccountRoot account, StripeRoot stripe, JobsRoot jobs) {

        Object of(Group group) {
            return switch (group) {
                case AUTHORIZER -> authorizer;
                case METERED -> metered;
                case ACCOUNT -> account;
                case STRIPE -> stripe;
                case JOBS -> jobs;
            };
        }
    }

    private void add(String name, String className, Object root) {
        try {
            var constructor = Class.forName(className).getConstructor(root.getClass());
            handlers.put(name, (RequestStreamHandler) constructor.newInstance(root));
        } catch (InvocationTargetException e) {
            // what the handler itself refuses to start with
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the handler " + className + " does not start", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the handler " + className + " can't be made from its root", e);
        }
    }

    public RequestStreamHandler handler(String name) {
        var handler = handlers.get(name);
        if (handler == null) {
            throw new IllegalArgumentException("there is no function " + name);
        }
        return handler;
    }

    /**
     * The routes of the gateway, as the stack deploys them: each method of a path, HEAD beside each GET, and ANY on every
     * path and on all others for the function that answers 404 and 405.
     */
    public static List<GatewayRoute> routes() {
        var catchAll = Endpoints.FORWARD_CATALOG_ROUTE.operation();
        var routes = new ArrayList<GatewayRoute>();
        Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> !operation.method().equals(GatewayRoute.ANY))
                .forEach(operation -> operation.paths().forEach(path -> {
                    routes.add(new GatewayRoute(operation.method(), path, operation.operationId()));
                    if (operation.reads()) {
                        routes.add(new GatewayRoute("HEAD", path, operation.operationId()));
                    }
                }));
        var paths = routes.stream().map(GatewayRoute::resourcePath).distinct().toList();
        paths.forEach(path -> routes.add(new GatewayRoute(GatewayRoute.ANY, path, catchAll.operationId())));
        routes.add(new GatewayRoute(GatewayRoute.ANY, "/", catchAll.operationId()));
        routes.add(new GatewayRoute(GatewayRoute.ANY, catchAll.path(), catchAll.operationId()));
        return routes;
    }
}
