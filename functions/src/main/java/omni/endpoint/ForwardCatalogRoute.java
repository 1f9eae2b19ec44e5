package omni.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import omni.catalog.PathTemplate;
import omni.http.Cors;
import omni.http.EndpointFunction;
import omni.http.Exchange;
import omni.http.NotFound;
import omni.http.Operation;
import omni.http.Reply;
import omni.root.MeteredRoot;

/**
 * Every request that no other route takes: preflights, unknown methods and unknown routes. A catalogue route that is to be
 * forwarded is unknown while no upstream is configured. {@code /{proxy+}}, contract 2 (CORS), 4 (step 0), 7.1.
 */
public final class ForwardCatalogRoute extends EndpointFunction {

    private static final List<Route> BUILT_IN = Arrays.stream(Endpoints.values())
            .map(Endpoints::operation)
            .filter(operation -> !operation.method().equals("ANY"))
            .flatMap(operation -> operation.paths().stream().map(path -> Route.of(operation, path)))
            .toList();

    private record Route(String method, PathTemplate template) {

        static Route of(Operation operation, String path) {
            return new Route(operation.method(), PathTemplate.of(path));
        }
    }

    private final MeteredRoot root;

    public ForwardCatalogRoute() {
        this(MeteredRoot.onLambda());
    }

    public ForwardCatalogRoute(MeteredRoot root) {
        super(Endpoints.FORWARD_CATALOG_ROUTE.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var allowed = methodsOn(exchange.request().path());
        if (allowed.isEmpty()) {
            return NotFound.route();
        }
        return exchange.request().method().equals("OPTIONS")
                ? Cors.preflight(exchange.request(), root.settings(), allowed)
                : NotFound.method(allowed);
    }

    private static List<String> methodsOn(String path) {
        var methods = new TreeSet<String>();
        for (var route : BUILT_IN) {
            if (route.template().matches(path)) {
                methods.add(route.method());
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return List.copyOf(methods);
    }
}
