package omni.endpoint;

import java.util.Locale;
import java.util.Optional;
import omni.billing.MeterClass;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/** Finds what a route is metered as: by the catalog, or for free where the route is built in and in no row of it. */
record Routes(Catalog catalog) {

    private static final int MAX_TEXT = 1024;

    /** The class that {@code meterClass} or {@code path} and {@code method} name; null after a fault. */
    @Nullable
    MeterClass read(Fields in) {
        var key = in.text("meterClass", 0, MAX_TEXT);
        var path = in.text("path", 0, MAX_TEXT);
        var method = in.text("method", 0, MAX_TEXT);
        var named = key == null ? null : catalog.meterClass(key).orElse(null);
        var found =
                path == null ? null : of(method == null ? "GET" : method, path).orElse(null);
        if (key == null && path == null) {
            if (in.faults().isEmpty()) {
                in.fault("meterClass", "is required, or path");
            }
            return null;
        }
        if (key != null && named == null) {
            in.fault("meterClass", "is not a meter class");
        }
        if (path != null && found == null) {
            in.fault("path", "is not a path of the API with this method");
        }
        if (named != null && found != null && !named.equals(found)) {
            in.fault("meterClass", "does not agree with path, which is " + found.key());
        }
        return named == null ? found : named;
    }

    private Optional<MeterClass> of(String method, String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        var wanted = method.toUpperCase(Locale.ROOT);
        return catalog.match(wanted, path).map(RouteEntry::meterClass).or(() -> builtIn(wanted, path));
    }

    private Optional<MeterClass> builtIn(String method, String path) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        return BuiltInRoute.ALL.stream()
                        .anyMatch(route -> !route.isOfCatalog()
                                && route.operation().method().equals(wanted)
                                && route.template().matches(path))
                ? Optional.of(catalog.platformRead())
                : Optional.empty();
    }
}
