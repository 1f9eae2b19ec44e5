package omni.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import omni.local.LocalJson;

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

    private final Map<String, Map<String, Route>> routes = new ConcurrentHashMap<>();

    /** Adds a route; a second one for the same method and path takes the place of the first. */
    public LocalRoutes on(String method, String path, Route route) {
        if (!path.startsWith(PREFIX)) {
            throw new IllegalArgumentException(path + " is not under " + PREFIX);
        }
        routes.computeIfAbsent(path, _ -> new ConcurrentHashMap<>()).put(method, route);
        return this;
    }

    HttpAnswer answer(String method, String path, byte[] body) {
        var methods = routes.getOrDefault(path, Map.of());
        var route = methods.get(method);
        if (route == null) {
            return methods.isEmpty()
                    ? error(404, "not_found", "No local control " + path + ".")
                    : error(405, "method_not_allowed", allowed(path, methods));
        }
        return object(body)
                .map(json -> answer(route, json))
                .orElseGet(() -> error(400, "invalid_json", "The body is not a JSON object."));
    }

    private static String allowed(String path, Map<String, Route> methods) {
        return path + " takes " + methods.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static Optional<ObjectNode> object(byte[] body) {
        return body.length == 0 ? Optional.of(LocalJson.object()) : LocalJson.parseObject(body);
    }

    private static HttpAnswer answer(Route route, ObjectNode body) {
        try {
            return route.answer(body);
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
