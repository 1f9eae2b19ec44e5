package omni.catalog;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says of a route for people and programs (contract 7.1).
 *
 * @param summary a few words
 * @param description sentences
 * @param parameters JSON Schema (2020-12) of an object whose properties are the parameters: of the path by their names in the
 *     template, the others of the query, or of the body where the method has one
 * @param tool as which it is offered to MCP clients; empty where it is not
 */
public record RouteDescription(
        Optional<String> summary,
        Optional<String> description,
        Map<String, @Nullable Object> parameters,
        Optional<Tool> tool) {

    /** Of a route of which nothing is said. */
    public static final RouteDescription NONE =
            new RouteDescription(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());

    /**
     * A route as an MCP tool.
     *
     * @param name unique in the catalog, of letters, digits, {@code _}, {@code -} and {@code .}
     * @param title for people
     * @param description for models
     */
    public record Tool(String name, String title, String description) {}
}
