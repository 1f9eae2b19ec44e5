package omni.openapi;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** A first event for an operation: that of the operation most like it, with the path, query and body that its description asks for. */
record EventSample(Operation operation) {

    private static final Path EVENTS = Path.of("..", "events");
    private static final ApiDescription FILE = ApiDescription.FILE;
    private static final int MAX_DEPTH = 8;

    Map<String, @Nullable Object> event() {
        var described = FILE.operation(operation.operationId());
        var inPath = samples(FILE.parameters(described, "path"), true);
        var query = samples(FILE.parameters(described, "query"), false);
        var path = operation.path();
        for (var parameter : inPath.entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        var event = read(mostLike());
        event.put("resource", operation.path());
        event.put("path", path);
        event.put("httpMethod", operation.method());
        event.put("pathParameters", inPath.isEmpty() ? null : inPath);
        event.put("queryStringParameters", query.isEmpty() ? null : query);
        event.put("multiValueQueryStringParameters", query.isEmpty() ? null : lists(query));
        var context = new LinkedHashMap<>(Json.asObject(event.get("requestContext")));
        context.put("resourcePath", operation.path());
        context.put("httpMethod", operation.method());
        context.put("path", "/prod" + path);
        event.put("requestContext", context);
        var body = FILE.json(ApiDescription.object(described.node(), "requestBody"));
        event.put("body", body.map(schema -> encoded(sample(schema, 0))).orElse(null));
        event.put("isBase64Encoded", body.isPresent());
        return event;
    }

    /** Who may call comes first, as the caller stands in the event; then what is said of the body. */
    private Operation mostLike() {
        return OperationsTest.described().stream()
                .filter(other -> !other.equals(operation) && Files.exists(file(other)))
                .min(Comparator.comparing((Operation other) ->
                                other.access().kind() != operation.access().kind())
                        .thenComparing(other -> !Objects.equals(
                                other.access().scope(), operation.access().scope()))
                        .thenComparing(other -> !other.method().equals(operation.method())))
                .orElseThrow();
    }

    private static Path file(Operation operation) {
        return EVENTS.resolve(operation.kebab() + ".json");
    }

    private static Map<String, @Nullable Object> read(Operation operation) {
        try {
            return new LinkedHashMap<>(Json.readObject(Files.readAllBytes(file(operation))));
        } catch (Exception e) {
            throw new AssertionError(operation.operationId(), e);
        }
    }

    /** The parameters that have to be there, or all. */
    private static Map<String, String> samples(Map<String, Map<String, @Nullable Object>> parameters, boolean all) {
        var samples = new LinkedHashMap<String, String>();
        parameters.forEach((name, parameter) -> {
            if (all || Boolean.TRUE.equals(parameter.get("required"))) {
                samples.put(name, String.valueOf(sample(parameter.get("schema"), 0)));
            }
        });
        return samples;
    }

    private static Map<String, List<String>> lists(Map<String, String> query) {
        var lists = new LinkedHashMap<String, List<String>>();
        query.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private static String encoded(@Nullable Object body) {
        return Base64.getEncoder().encodeToString(Json.text(body).getBytes(StandardCharsets.UTF_8));
    }

    /** The smallest value of a schema. */
    private static @Nullable Object sample(@Nullable Object schema, int depth) {
        var node = FILE.resolved(schema);
        var alternative = alternative(node);
        if (!alternative.isEmpty() && !node.containsKey("properties") && depth < MAX_DEPTH) {
            return sample(alternative, depth + 1);
        }
        if (node.get("examples") instanceof List<?> examples) {
            return examples.getFirst();
        }
        if (node.containsKey("const")) {
            return node.get("const");
        }
        if (node.get("enum") instanceof List<?> values) {
            return values.getFirst();
        }
        return switch (type(node)) {
            case "object" -> object(node, alternative, depth);
            case "array" ->
                depth < MAX_DEPTH ? List.of(Objects.requireNonNull(sample(node.get("items"), depth + 1))) : List.of();
            case "integer", "number" -> Objects.requireNonNullElse(node.get("minimum"), 1L);
            case "boolean" -> false;
            default -> text(node);
        };
    }

    /** The first of several, where a schema leaves a choice; it may ask for more fields of an object. */
    private static Map<String, @Nullable Object> alternative(Map<String, @Nullable Object> node) {
        return Stream.of("allOf", "anyOf", "oneOf")
                .flatMap(several -> node.get(several) instanceof List<?> list ? list.stream() : Stream.of())
                .findFirst()
                .map(FILE::resolved)
                .orElse(Map.of());
    }

    private static String type(Map<String, @Nullable Object> node) {
        var type = node.get("type") instanceof List<?> types ? types.getFirst() : node.get("type");
        return String.valueOf(node.containsKey("properties") ? "object" : type);
    }

    private static Map<String, @Nullable Object> object(
            Map<String, @Nullable Object> node, Map<String, @Nullable Object> alternative, int depth) {
        var required = new ArrayList<>(ApiDescription.texts(node.get("required")));
        required.addAll(ApiDescription.texts(alternative.get("required")));
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var name : required) {
            object.put(
                    name,
                    depth < MAX_DEPTH
                            ? sample(ApiDescription.object(node, "properties").get(name), depth + 1)
                            : null);
        }
        return object;
    }

    private static String text(Map<String, @Nullable Object> node) {
        return switch (String.valueOf(node.get("format"))) {
            case "date-time" -> "2026-05-01T00:00:00.000Z";
            case "uri" -> "https://app.example.com/billing";
            case "email" -> "sample@example.com";
            default -> "sample";
        };
    }
}
