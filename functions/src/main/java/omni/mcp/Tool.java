package omni.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.catalog.PathTemplate;
import omni.catalog.RouteEntry;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A route as a tool.
 *
 * @param method of the route
 * @param template its path
 * @param scope that a caller needs to be shown it; null for none
 * @param inputSchema what may be asked, JSON Schema 2020-12
 * @param readOnly whether it changes nothing
 * @param ownAnswer whether the product itself answers, as {@code openapi.yaml} says; nothing is known of what an upstream answers
 */
public record Tool(
        String name,
        String title,
        String description,
        String method,
        PathTemplate template,
        @Nullable String scope,
        Map<String, @Nullable Object> inputSchema,
        boolean readOnly,
        boolean ownAnswer) {

    private record Annotations(String title, boolean readOnlyHint) {}

    private static final Set<String> BODIED = Set.of("POST", "PUT", "PATCH");

    /** The tool that a row of the catalog is offered as; empty where it is none. */
    static Optional<Tool> of(RouteEntry row) {
        return row.tool()
                .map(tool -> new Tool(
                        tool.name(),
                        tool.title(),
                        tool.description(),
                        row.method(),
                        row.template(),
                        row.meterClass().scope(),
                        closed(row.said().parameters()),
                        row.method().equals("GET"),
                        row.target() == RouteEntry.Target.BUILTIN));
    }

    /** Nothing but its properties may be asked. */
    static Map<String, @Nullable Object> closed(Map<String, @Nullable Object> schema) {
        var closed = new LinkedHashMap<String, @Nullable Object>(schema);
        closed.put("additionalProperties", false);
        return closed;
    }

    /** As {@code tools/list} shows it. */
    Map<String, @Nullable Object> listed() {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("name", name);
        shown.put("title", title);
        shown.put("description", description);
        shown.put("inputSchema", inputSchema);
        if (ownAnswer) {
            OutputSchemas.of(method + " " + template.text()).ifPresent(schema -> shown.put("outputSchema", schema));
        }
        shown.put("annotations", new Annotations(title, readOnly));
        return shown;
    }

    /** Whether its arguments are a body; else they stand in path and query. */
    boolean hasBody() {
        return BODIED.contains(method);
    }

    /** The names of its arguments. */
    Set<String> arguments() {
        return inputSchema.get("properties") instanceof Map<?, ?> properties
                ? Json.asObject(properties).keySet()
                : Set.of();
    }

    List<String> required() {
        return inputSchema.get("required") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}
