package omni.local.world;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import omni.lambda.AuthorizerRoot;
import omni.lambda.ChatOutlets;
import omni.lambda.ChatPorts;
import omni.lambda.Foundation;
import omni.lambda.JobsRoot;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredJobs;
import omni.lambda.MeteredRoot;
import omni.lambda.StripeEndpoints;
import omni.lambda.StripeJobs;
import omni.lambda.StripeRoot;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.gateway.GatewayRoute;
import omni.sec.FilingSource;

/** The very functions that Lambda runs, each made as its group makes it; one root for each group, as in a Lambda artifact. */
public final class LocalFunctions {

    private final Map<String, RequestStreamHandler> handlers = new HashMap<>();

    public LocalFunctions(Foundation foundation, Table table, FilingSource source) {
        var sold = MeteredRoot.of(foundation, table, source);
        var metered = new MeteredEndpoints(sold);
        var chat = new MeteredJobs(
                sold, ChatPorts.of(foundation, table, ChatOutlets.of(foundation, DynamoDbConnection.ANY_CREDENTIALS)));
        var account = new AccountEndpoints(AccountRoot.of(foundation, table));
        var stripe = StripeRoot.of(foundation, table);
        var payments = new StripeEndpoints(stripe);
        var payingJobs = new StripeJobs(stripe);
        var jobs = JobsRoot.of(foundation, table);
        for (var route : Endpoints.values()) {
            var operation = route.operation();
            handlers.put(
                    operation.operationId(),
                    switch (operation.group()) {
                        case METERED -> metered.function(route);
                        case ACCOUNT -> account.function(route);
                        case STRIPE -> payments.function(route);
                        case AUTHORIZER, JOBS ->
                            throw new IllegalStateException(operation + " is of no group of routes");
                    });
        }
        for (var job : Jobs.values()) {
            if (job.isOfChat() && foundation.catalog().chat().isEmpty()) {
                continue;
            }
            handlers.put(
                    job.functionName(),
                    switch (job.group()) {
                        case AUTHORIZER -> AuthorizerRoot.of(foundation, table).authorize();
                        case STRIPE -> payingJobs.function(job);
                        case JOBS -> jobs.function(job);
                        case METERED -> chat.function(job);
                        case ACCOUNT -> throw new IllegalStateException(job + " is of no group of jobs");
                    });
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
