package omni.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.catalog.PathTemplate;
import omni.catalog.RouteEntry;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A route of the operator's own API as an operation of the OpenAPI document: parameters of path and query, or the body where the method
 * has one. What the API answers is its own; what is said of money and access is ours.
 *
 * @param path as the document has it
 */
record ForwardedOperation(RouteEntry row, PathTemplate path, String operationId) {

    private static final Set<String> BODIED = Set.of("POST", "PUT", "PATCH");
    private static final String OWN = "#/";
    private static final String COMPONENTS = "#/components/";

    /** @param schemas of the document: gains the row's own where parts of it refer to each other */
    Map<String, @Nullable Object> describe(Map<String, @Nullable Object> schemas) {
        var parameters = row.said().parameters();
        if (Json.text(parameters).contains("\"$ref\"")) {
            schemas.put(component(), here(parameters));
        }
        var operation = new LinkedHashMap<String, @Nullable Object>();
        operation.put("operationId", operationId);
        operation.put("tags", List.of("Data"));
        operation.put(
                "security",
                List.of(Map.of("ApiKey", List.of()), Map.of("Bearer", List.of()), Map.of("Session", List.of())));
        if (row.meterClass().scope() != null) {
            operation.put("x-required-scope", row.meterClass().scope());
        }
        operation.put("x-meter-class", row.meterClass().key());
        operation.put("parameters", parameters());
        if (BODIED.contains(row.method()) && !properties().isEmpty()) {
            operation.put("requestBody", body());
        }
        operation.put("responses", responses());
        return operation;
    }

    private List<Map<String, @Nullable Object>> parameters() {
        var parameters = new ArrayList<Map<String, @Nullable Object>>();
        var places = row.template().parameters();
        for (var index = 0; index < places.size(); index++) {
            var schema = properties().getOrDefault(places.get(index), Map.of("type", "string"));
            parameters.add(parameter("path", path.parameters().get(index), schema, true));
        }
        if (!BODIED.contains(row.method())) {
            properties().forEach((name, schema) -> {
                if (!places.contains(name)) {
                    parameters.add(parameter("query", name, schema, required().contains(name)));
                }
            });
        }
        parameters.add(reference("parameters/OmniVersion"));
        parameters.add(reference("parameters/IdempotencyKey"));
        return parameters;
    }

    private Map<String, @Nullable Object> parameter(String in, String name, @Nullable Object said, boolean required) {
        var schema = new LinkedHashMap<>(Json.asObject(here(said)));
        var description = schema.remove("description");
        var parameter = new LinkedHashMap<String, @Nullable Object>();
        parameter.put("name", name);
        parameter.put("in", in);
        if (description != null) {
            parameter.put("description", description);
        }
        if (required) {
            parameter.put("required", true);
        }
        parameter.put("schema", schema);
        return parameter;
    }

    /** All that is no part of the path. */
    private Map<String, @Nullable Object> body() {
        var places = row.template().parameters();
        var fields = new LinkedHashMap<>(properties());
        fields.keySet().removeAll(places);
        var needed = required().stream().filter(name -> !places.contains(name)).toList();
        var schema = new LinkedHashMap<String, @Nullable Object>();
        schema.put("type", "object");
        schema.put("properties", here(fields));
        if (!needed.isEmpty()) {
            schema.put("required", needed);
        }
        schema.put("additionalProperties", false);
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("required", !needed.isEmpty());
        body.put("content", Map.of("application/json", Map.of("schema", schema)));
        return body;
    }

    private static Map<String, @Nullable Object> responses() {
        var responses = new LinkedHashMap<String, @Nullable Object>();
        responses.put("200", Map.of("description", "What the API behind this route answers."));
        responses.put("401", reference("responses/Unauthorized"));
        responses.put("402", reference("responses/PaymentRequired"));
        responses.put("403", reference("responses/Forbidden"));
        responses.put("429", reference("responses/TooManyRequests"));
        responses.put(
                "default",
                Map.of(
                        "description",
                        "Any other answer of the API behind this route, or an error of ours in our envelope."));
        return responses;
    }

    private Map<String, @Nullable Object> properties() {
        return row.said().parameters().get("properties") instanceof Map<?, ?> properties
                ? Json.asObject(properties)
                : Map.of();
    }

    private List<String> required() {
        return row.said().parameters().get("required") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A part of the row's schema in the document, whose root is another: references lead into the row's component. */
    private @Nullable Object here(@Nullable Object said) {
        return switch (said) {
            case Map<?, ?> object -> {
                var moved = new LinkedHashMap<String, @Nullable Object>();
                Json.asObject(object)
                        .forEach((name, value) -> moved.put(
                                name,
                                name.equals("$ref") && value instanceof String ref && ref.startsWith(OWN)
                                        ? COMPONENTS + "schemas/" + component() + ref.substring(1)
                                        : here(value)));
                yield moved;
            }
            case List<?> list -> list.stream().map(this::here).toList();
            case null, default -> said;
        };
    }

    private String component() {
        return "ParametersOfRoute" + row.number();
    }

    private static Map<String, @Nullable Object> reference(String component) {
        return Map.of("$ref", COMPONENTS + component);
    }
}
