package omni.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import omni.local.machine.LocalJson;

/**
 * The controls of the local world, under {@code /_local/}: no authorizer, no function, no gateway response.
 *
 * <p>Routes may be added while the server runs.
 */
public final class LocalRoutes {

    public static final String PREFIX = "/_local/";

    /** Answers one request. An absent body reads as {@code {}}. */
    @FunctionalInterface
    public interface Route {

        HttpAnswer answer(ObjectNode body) throws Exception;
    }

    /** Answers one request whose path names a thing. */
    @FunctionalInterface
    public interface RouteOfOne {

        HttpAnswer answer(String id, ObjectNode body) throws Exception;
    }

    private static final String ID = "{}";

    private final Map<String, Map<String, RouteOfOne>> routes = new ConcurrentHashMap<>();

    /** Adds a route; a second one for the same method and path takes the place of the first. */
    public LocalRoutes on(String method, String path, Route route) {
        return onEach(method, path, (_, body) -> route.answer(body));
    }

    /** Adds a route for all paths like this one, in which one <code>{}</code> stands for an id. */
    public LocalRoutes onEach(String method, String path, RouteOfOne route) {
        if (!path.startsWith(PREFIX)) {
            throw new IllegalArgumentException(path + " is not under " + PREFIX);
        }
        routes.computeIfAbsent(path, _ -> new ConcurrentHashMap<>()).put(method, route);
        return this;
    }

    HttpAnswer answer(String method, String path, byte[] body) {
        var place = place(path);
        var methods = routes.getOrDefault(place.template(), Map.of());
        var route = methods.get(method);
        if (route == null) {
            return methods.isEmpty()
                    ? error(404, "not_found", "No local control " + path + ".")
                    : error(405, "method_not_allowed", allowedMethods(path, methods));
        }
        return object(body)
                .map(json -> answer(route, place.id(), json))
                .orElseGet(() -> error(400, "invalid_json", "The body is not a JSON object."));
    }

    /** Where a path belongs: itself, or the template that it fits. */
    private record Place(String template, String id) {}

    private Place place(String path) {
        return routes.containsKey(path)
                ? new Place(path, "")
                : routes.keySet().stream()
                        .flatMap(template -> id(template, path).map(id -> new Place(template, id)).stream())
                        .findFirst()
                        .orElse(new Place(path, ""));
    }

    private static Optional<String> id(String template, String path) {
        int at = template.indexOf(ID);
        if (at < 0) {
            return Optional.empty();
        }
        var before = template.substring(0, at);
        var after = template.substring(at + ID.length());
        if (path.length() <= before.length() + after.length() || !path.startsWith(before) || !path.endsWith(after)) {
            return Optional.empty();
        }
        return Optional.of(path.substring(before.length(), path.length() - after.length()))
                .filter(id -> !id.contains("/"));
    }

    private static String allowedMethods(String path, Map<String, RouteOfOne> methods) {
        return path + " takes " + methods.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static Optional<ObjectNode> object(byte[] body) {
        return body.length == 0 ? Optional.of(LocalJson.object()) : LocalJson.parseObject(body);
    }

    private static HttpAnswer answer(RouteOfOne route, String id, ObjectNode body) {
        try {
            return route.answer(id, body);
        } catch (BadRequest e) {
            return error(400, "validation_error", e.problem);
        } catch (Exception e) {
            System.getLogger(LocalRoutes.class.getName()).log(System.Logger.Level.ERROR, "local control failed", e);
            return error(500, "internal_error", "The local control failed: " + e);
        }
    }

    /** An error of these controls, in the shape of the product's own. */
    public static HttpAnswer error(int status, String code, String message) {
        var error = LocalJson.object();
        error.put("object", "error").put("code", code).put("message", message);
        return HttpAnswer.json(status, error);
    }

    /** Thrown by a route whose body makes no sense to it: answered 400 with the message. */
    public static final class BadRequest extends Exception {

        private final String problem;

        public BadRequest(String problem) {
            super(problem);
            this.problem = problem;
        }
    }
}
