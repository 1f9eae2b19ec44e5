package omni.catalog;

import java.util.List;
import java.util.Map;
import omni.json.Fields;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** What a route's {@code parameters} have to be, so that the path can be made of them and a client can check them (contract 7.1). */
record ParameterRules(Fields route, Map<String, @Nullable Object> schema) {

    private static final String PARAMETERS = "parameters";
    private static final int MAX_PROPERTIES = 50;

    void check(PathTemplate template) {
        if (!route.has(PARAMETERS)) {
            return;
        }
        if (!"object".equals(schema.get("type"))) {
            fault("type", "must be \"object\"");
        }
        if (schema.containsKey("additionalProperties") && !Boolean.FALSE.equals(schema.get("additionalProperties"))) {
            fault("additionalProperties", "must be false: nothing else is sent");
        }
        if (template.isOpen()) {
            route.fault(PARAMETERS, "cannot fill the ** of " + template.text());
        }
        var properties = properties();
        if (properties.size() > MAX_PROPERTIES) {
            fault("properties", "has " + properties.size() + "; at most " + MAX_PROPERTIES);
        }
        properties.forEach(this::checkProperty);
        var required = required(properties);
        for (var name : template.parameters()) {
            if (!properties.containsKey(name) || !required.contains(name)) {
                fault("required", "lacks " + name + ", which is of the path");
            }
        }
    }

    private Map<String, @Nullable Object> properties() {
        var properties = schema.get("properties");
        if (properties != null && !(properties instanceof Map<?, ?>)) {
            fault("properties", "must be an object");
        }
        return properties instanceof Map<?, ?> ? Json.asObject(properties) : Map.of();
    }

    private void checkProperty(String name, @Nullable Object property) {
        if (!(property instanceof Map<?, ?> described)) {
            fault("properties." + name, "must be a JSON Schema");
        } else if (namesHeader(described)) {
            fault("properties." + name, "may not have x-mcp-header: no parameter stands in a header");
        }
    }

    private static boolean namesHeader(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> object ->
                object.containsKey("x-mcp-header") || object.values().stream().anyMatch(ParameterRules::namesHeader);
            case List<?> list -> list.stream().anyMatch(ParameterRules::namesHeader);
            case null, default -> false;
        };
    }

    private List<?> required(Map<String, @Nullable Object> properties) {
        if (!schema.containsKey("required")) {
            return List.of();
        }
        if (!(schema.get("required") instanceof List<?> names)) {
            fault("required", "must be a list of names");
            return List.of();
        }
        names.stream()
                .filter(name -> !(name instanceof String text) || !properties.containsKey(text))
                .forEach(name -> fault("required", "names " + name + ", which is not among the properties"));
        return names;
    }

    private void fault(String at, String message) {
        route.fault(PARAMETERS + "." + at, message);
    }
}
