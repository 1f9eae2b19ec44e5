package omni.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.call.Routing;
import omni.catalog.PathTemplate;
import omni.catalog.RouteEntry;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's routes as operations of the OpenAPI document (contract 7.1). A route in the box is described by the file, in the
 * catalog's words; one of the operator's own API as its row says, where it says anything. A path that ends in any number of segments
 * has no place in such a document.
 */
record CatalogOperations(Routing routing, Map<String, @Nullable Object> document) {

    /** Puts them into the document, and takes out what this catalog does not sell. */
    void describe() {
        dropUnsold();
        routing.catalog().routes().stream().filter(routing::isSold).forEach(this::describe);
    }

    private void dropUnsold() {
        for (var route : BuiltInRoute.ALL) {
            var operation = route.operation();
            if (route.isOfCatalog() && row(route).isEmpty()) {
                var path = object(paths(), operation.path());
                path.remove(operation.method().toLowerCase(Locale.ROOT));
                if (path.isEmpty()) {
                    paths().remove(operation.path());
                }
            }
        }
    }

    private Optional<RouteEntry> row(BuiltInRoute route) {
        return routing.catalog().routes().stream()
                .filter(row -> row.target() == RouteEntry.Target.BUILTIN
                        && row.method().equals(route.operation().method())
                        && row.template().equals(route.template()))
                .findFirst();
    }

    private void describe(RouteEntry row) {
        var said = row.said();
        var saysSomething = said.summary().isPresent()
                || said.description().isPresent()
                || !said.parameters().isEmpty();
        if (!saysSomething || row.template().isOpen()) {
            return;
        }
        var path = pathOf(row.template());
        var item = object(paths(), path);
        var method = row.method().toLowerCase(Locale.ROOT);
        var operation = row.target() == RouteEntry.Target.BUILTIN
                ? object(item, method)
                : new ForwardedOperation(row, PathTemplate.of(path), idOf(row)).describe(schemas());
        said.summary().ifPresent(summary -> operation.put("summary", summary));
        said.description().ifPresent(description -> operation.put("description", description));
        item.put(method, operation);
        paths().put(path, item);
    }

    /** The path as the document has it: one of the same shape may be there, with other names for its places. */
    private String pathOf(PathTemplate template) {
        return paths().keySet().stream()
                .filter(path -> {
                    var other = PathTemplate.of(path);
                    return other.covers(template) && template.covers(other);
                })
                .findFirst()
                .orElse(template.text());
    }

    /** By method and path; where two come to one, the number tells them apart. */
    private String idOf(RouteEntry row) {
        var id = row.method().toLowerCase(Locale.ROOT)
                + row.template().text().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
        var others = new ArrayList<String>();
        paths().values()
                .forEach(path -> Json.asObject(path)
                        .values()
                        .forEach(operation -> others.add(
                                String.valueOf(Json.asObject(operation).get("operationId")))));
        return others.contains(id) ? id + "_" + row.number() : id;
    }

    private Map<String, @Nullable Object> paths() {
        return object(document, "paths");
    }

    private Map<String, @Nullable Object> schemas() {
        return object(object(document, "components"), "schemas");
    }

    /** The very object that stands there, or a new one. */
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> parent, String name) {
        return parent.get(name) == null ? new LinkedHashMap<>() : Json.asObject(parent.get(name));
    }
}
