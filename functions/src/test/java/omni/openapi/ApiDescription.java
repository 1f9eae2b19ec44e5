package omni.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omni.catalog.PathTemplate;
import omni.json.Json;
import omni.json.Yaml;
import org.jspecify.annotations.Nullable;

/** {@code openapi.yaml}, and whether an answer is one that it describes. */
public final class ApiDescription {

    /** The file on the class path, read once. */
    public static final ApiDescription FILE = new ApiDescription();

    private static final String ALIAS = "OfMcp";

    private final Map<String, @Nullable Object> tree = Yaml.readObject(ApiDescription.class, "/openapi.yaml");
    private final ClosedSchemas closed = new ClosedSchemas(schemas());
    private final List<Described> operations = operations(object(tree, "paths"));

    private ApiDescription() {}

    /**
     * An operation of the file.
     *
     * @param method in upper case
     */
    record Described(String operationId, String method, String path, Map<String, @Nullable Object> node) {

        /** The operation that it is, where a second path has an id of its own. */
        String ownId() {
            return operationId.endsWith(ALIAS)
                    ? operationId.substring(0, operationId.length() - ALIAS.length())
                    : operationId;
        }

        Map<String, @Nullable Object> responses() {
            return object(node, "responses");
        }

        List<String> errorCodes() {
            return texts(node.get("x-error-codes"));
        }
    }

    List<Described> operations() {
        return operations;
    }

    Described operation(String operationId) {
        return operations.stream()
                .filter(operation -> operation.operationId().equals(operationId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(operationId + " is not in openapi.yaml"));
    }

    Map<String, @Nullable Object> schemas() {
        return object(object(tree, "components"), "schemas");
    }

    Map<String, @Nullable Object> components(String kind) {
        return object(object(tree, "components"), kind);
    }

    /** What a {@code $ref} stands for. */
    Map<String, @Nullable Object> resolved(@Nullable Object node) {
        var object = Json.asObject(node);
        if (!(object.get("$ref") instanceof String ref)) {
            return object;
        }
        var target = tree;
        for (var step : ref.substring(2).split("/", -1)) {
            target = object(target, step);
        }
        return resolved(target);
    }

    /** The parameters of an operation in one place: path, query or header. */
    Map<String, Map<String, @Nullable Object>> parameters(Described operation, String in) {
        var parameters = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        if (operation.node().get("parameters") instanceof List<?> list) {
            list.stream()
                    .map(this::resolved)
                    .filter(parameter -> in.equals(parameter.get("in")))
                    .forEach(parameter -> parameters.put(String.valueOf(parameter.get("name")), parameter));
        }
        return parameters;
    }

    /** The schema of a JSON body, of a request or an answer. */
    Optional<Map<String, @Nullable Object>> json(Map<String, @Nullable Object> holder) {
        return Optional.of(object(object(object(holder, "content"), "application/json"), "schema"))
                .filter(schema -> !schema.isEmpty());
    }

    List<String> faults(Map<String, @Nullable Object> schema, String json) {
        return closed.faults(schema, json);
    }

    /**
     * What is wrong with an answer: a status or kind of content that the operation does not describe, a body that does not
     * fit, an error code that is not among the operation's. Nothing is known of routes that the file leaves to the catalog:
     * their errors alone are looked at.
     *
     * @param contentType empty without a body
     */
    public List<String> faults(String method, String path, int status, String contentType, String body) {
        var found = find(method.equals("HEAD") ? "GET" : method, path);
        if (found.isEmpty()) {
            return status >= 400 ? faults(resolved(Map.of("$ref", "#/components/schemas/Error")), body) : List.of();
        }
        var operation = found.get();
        var response = resolved(operation.responses().get(Integer.toString(status)));
        if (response.isEmpty()) {
            return List.of(operation.operationId() + " does not describe " + status + ": " + body);
        }
        return answer(operation, response, status, contentType.replaceAll(";.*", ""), body);
    }

    private List<String> answer(
            Described operation, Map<String, @Nullable Object> response, int status, String type, String body) {
        var content = object(response, "content");
        if (body.isEmpty()) {
            return List.of();
        }
        if (!content.containsKey(type)) {
            return List.of(operation.operationId() + " " + status + " does not describe content of type " + type);
        }
        if (!type.equals("application/json")) {
            return List.of();
        }
        var faults = new ArrayList<>(faults(object(object(content, type), "schema"), body));
        code(body)
                .filter(code -> !operation.errorCodes().contains(code))
                .ifPresent(code -> faults.add(operation.operationId() + " does not name the code " + code));
        return faults;
    }

    private static Optional<String> code(String body) {
        try {
            var object = Json.readObject(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return "error".equals(object.get("object")) && object.get("code") instanceof String code
                    ? Optional.of(code)
                    : Optional.empty();
        } catch (Json.MalformedJson e) {
            throw new AssertionError(body, e);
        }
    }

    /** The operation that a call goes to: a literal place beats a parameter. */
    private Optional<Described> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method)
                        && PathTemplate.of(operation.path()).matches(path))
                .min((one, other) -> Long.compare(places(one.path()), places(other.path())));
    }

    private static long places(String path) {
        return path.chars().filter(letter -> letter == '{').count();
    }

    private static List<Described> operations(Map<String, @Nullable Object> paths) {
        return paths.entrySet().stream()
                .flatMap(path -> Json.asObject(path.getValue()).entrySet().stream()
                        .map(method -> described(path.getKey(), method.getKey(), Json.asObject(method.getValue()))))
                .toList();
    }

    private static Described described(String path, String method, Map<String, @Nullable Object> node) {
        return new Described(
                String.valueOf(node.get("operationId")), method.toUpperCase(java.util.Locale.ROOT), path, node);
    }

    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> parent, String name) {
        return Json.asObject(parent.get(name));
    }

    static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** What an operation answers if all is well. */
    public Success success(String operationId) {
        var success = operation(operationId).responses().entrySet().stream()
                .filter(response -> response.getKey().compareTo("400") < 0)
                .min(Map.Entry.comparingByKey())
                .orElseThrow();
        var object = json(resolved(success.getValue())).map(this::objectName).orElse("");
        return new Success(Integer.parseInt(success.getKey()), object);
    }

    /** The constant of a schema's field {@code object}; of several shapes, the first one's that has it. */
    private String objectName(Object schema) {
        var node = resolved(schema);
        if (object(object(node, "properties"), "object").get("const") instanceof String name) {
            return name;
        }
        return Stream.of("allOf", "anyOf")
                .flatMap(several -> node.get(several) instanceof List<?> list ? list.stream() : Stream.of())
                .map(this::objectName)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /**
     * An answer that is no error.
     *
     * @param object what the body calls itself; empty where it has no such field
     */
    public record Success(int status, String object) {}

    Stream<Map.Entry<String, Map<String, @Nullable Object>>> headers(Map<String, @Nullable Object> response) {
        return object(response, "headers").entrySet().stream()
                .map(header -> Map.entry(header.getKey(), resolved(header.getValue())));
    }
}
