package omni.openapi;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the file says of answers, as schemas that stand alone (contract 13.2): of every route that may be a tool, its answer in the
 * default view or the error envelope. Texts for people are left out, as the document has them and each list of tools would carry
 * them; of an error's code and details only the shape is said, so that a new one is no surprise.
 */
final class ToolOutputs {

    private static final ApiDescription FILE = ApiDescription.FILE;
    private static final String IN_FILE = "#/components/schemas/";
    private static final String ERROR = "Error";

    /** Reads of the account that are tools too. */
    private static final Set<Endpoints> OF_THE_ACCOUNT =
            Set.of(Endpoints.GET_BILLING, Endpoints.GET_LIMITS, Endpoints.QUOTE_BILLING);

    private ToolOutputs() {}

    /** By method and path. */
    static Map<String, Map<String, @Nullable Object>> all() {
        var all = new TreeMap<String, Map<String, @Nullable Object>>();
        Stream.of(Endpoints.values())
                .filter(route -> OF_THE_ACCOUNT.contains(route)
                        || (route.operation().meter() == Operation.Meter.CATALOG
                                && !route.operation().catchesAll()))
                .map(Endpoints::operation)
                .forEach(operation -> all.put(operation.method() + " " + operation.path(), of(operation)));
        return all;
    }

    private static Map<String, @Nullable Object> of(Operation operation) {
        var answer = answer(FILE.operation(operation.operationId()));
        var schema = new LinkedHashMap<String, @Nullable Object>();
        schema.put("type", "object");
        schema.put("anyOf", List.of(alone(answer), Map.of("$ref", "#/$defs/" + ERROR)));
        schema.put("$defs", definitions(answer));
        return schema;
    }

    /** Of several views the default one, which comes first. */
    private static Object answer(ApiDescription.Described described) {
        var schema = described.responses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> FILE.json(FILE.resolved(response.getValue())).stream())
                .findFirst()
                .orElseThrow();
        return FILE.parameters(described, "query").containsKey("view")
                        && FILE.resolved(schema).get("anyOf") instanceof List<?> views
                ? views.getFirst()
                : schema;
    }

    private static Map<String, @Nullable Object> definitions(Object answer) {
        var definitions = new TreeMap<String, @Nullable Object>();
        var open = new ArrayDeque<>(named(answer));
        open.add(ERROR);
        while (!open.isEmpty()) {
            var name = open.remove();
            if (!definitions.containsKey(name)) {
                var schema = shape(name);
                definitions.put(name, alone(schema));
                open.addAll(named(schema));
            }
        }
        return definitions;
    }

    private static Object shape(String name) {
        var schema = ApiDescription.object(FILE.schemas(), name);
        return switch (name) {
            case "ErrorCode" -> Map.of("type", "string");
            case "ErrorDetails" -> {
                var required = ApiDescription.texts(schema.get("required"));
                var fields = new LinkedHashMap<>(ApiDescription.object(schema, "properties"));
                fields.keySet().retainAll(required);
                var said = new LinkedHashMap<>(schema);
                said.put("properties", fields);
                yield said;
            }
            case null, default -> schema;
        };
    }

    private static List<String> named(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> object
            when object.get("$ref") instanceof String ref -> List.of(ref.substring(IN_FILE.length()));
            case Map<?, ?> object ->
                object.values().stream().flatMap(value -> named(value).stream()).toList();
            case List<?> list ->
                list.stream().flatMap(value -> named(value).stream()).toList();
            case null, default -> List.of();
        };
    }

    /** The same where the file is not at hand. */
    private static @Nullable Object alone(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> object
            when object.get("$ref") instanceof String ref -> Map.of("$ref", ref.replace(IN_FILE, "#/$defs/"));
            case Map<?, ?> object -> {
                var kept = new LinkedHashMap<String, @Nullable Object>();
                Json.asObject(object).forEach((keyword, said) -> {
                    if (keyword.equals("properties")) {
                        var fields = new LinkedHashMap<String, @Nullable Object>();
                        Json.asObject(said).forEach((field, value) -> fields.put(field, alone(value)));
                        kept.put(keyword, fields);
                    } else if (!keyword.equals("description") && !keyword.startsWith("x-")) {
                        kept.put(keyword, alone(said));
                    }
                });
                yield kept;
            }
            case List<?> list -> list.stream().map(ToolOutputs::alone).toList();
            case null, default -> schema;
        };
    }
}
