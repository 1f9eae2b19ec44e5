package omni.endpoint;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.catalog.CatalogFaults;
import omni.catalog.RouteEntry;
import omni.http.Cors;
import omni.http.NotFound;
import omni.http.Reply;
import omni.http.Settings;
import omni.json.Fields;

/**
 * Every request that no other route takes. A row of the catalog whose target is the upstream is sold by the shell with
 * the work of {@link omni.upstream.Forward}; what is left is preflights, unknown methods and unknown routes, and without
 * an upstream its rows are among these. {@code /{proxy+}}, contract 2 (CORS), 4 (step 0), 7.1.
 *
 * @param catalogName what faults of the catalog are told under
 * @param forwards whether there is an upstream
 */
public record ForwardCatalogRoute(Catalog catalog, String catalogName, boolean forwards, Settings settings)
        implements Endpoint {

    private static final List<String> METHODS = List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    /**
     * Looks at the catalog once.
     *
     * @throws CatalogFaults when it gives the upstream what is the product's own
     */
    public ForwardCatalogRoute {
        refuseShadowed(catalog, catalogName);
    }

    /** The gateway brings a request for one of the product's own free routes to its function and nowhere else. */
    private static void refuseShadowed(Catalog catalog, String catalogName) {
        var faults = catalog.routes().stream()
                .filter(row -> row.target() == RouteEntry.Target.UPSTREAM)
                .flatMap(row -> BuiltInRoute.ALL.stream()
                        .filter(own -> !own.isOfCatalog()
                                && own.operation().method().equals(row.method())
                                && own.template().covers(row.template()))
                        .map(own -> new Fields.Fault(
                                "meterClasses.routes(number " + row.number() + ")",
                                "is a route of the product itself: "
                                        + own.operation().operationId())))
                .toList();
        if (!faults.isEmpty()) {
            throw new CatalogFaults(catalogName, faults);
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var allowed = methodsOn(request.path());
        var asksLeave = request.method().equals("OPTIONS");
        if (allowed.isEmpty()) {
            // a page of ours has to be able to read that there is no such route
            return asksLeave && Cors.isFromConfiguredOrigin(request, settings)
                    ? Cors.preflight(request, settings, METHODS)
                    : NotFound.route();
        }
        return asksLeave ? Cors.preflight(request, settings, allowed) : NotFound.method(allowed);
    }

    private List<String> methodsOn(String path) {
        var methods =
                new TreeSet<>(Stream.concat(builtInOn(path), forwardedOn(path)).toList());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return List.copyOf(methods);
    }

    private Stream<String> builtInOn(String path) {
        return BuiltInRoute.ALL.stream()
                .filter(route -> route.template().matches(path))
                .map(route -> route.operation().method());
    }

    private Stream<String> forwardedOn(String path) {
        return forwards
                ? catalog.methodsOn(path).stream()
                        .filter(method -> catalog.match(method, path)
                                .filter(row -> row.target() == RouteEntry.Target.UPSTREAM)
                                .isPresent())
                : Stream.of();
    }
}
