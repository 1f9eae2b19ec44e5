package stripesimulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of Stripe's API.
 *
 * @param path its parts; <code>{}</code> stands for an id
 * @param parameters all it takes
 */
public record ApiRoute(String method, List<String> path, Parameters parameters, Operation operation) {

    private static final String ID = "{}";

    private static ApiRoute of(String method, String path, Parameters parameters, Operation operation) {
        return new ApiRoute(method, List.of(path.split("/")), parameters, operation);
    }

    public static ApiRoute get(String path, Parameters parameters, Operation operation) {
        return of("GET", path, parameters, operation);
    }

    public static ApiRoute post(String path, Parameters parameters, Operation operation) {
        return of("POST", path, parameters, operation);
    }

    public static ApiRoute delete(String path, Parameters parameters, Operation operation) {
        return of("DELETE", path, parameters, operation);
    }

    /** Shows the object of a type that the path names. */
    public static ApiRoute show(String path, String type) {
        return get(path, Parameters.none(), call -> call.object(type));
    }

    /** Lists those of a type that were created when asked for, and whose fields equal the parameters of the same names. */
    public static ApiRoute list(String path, String type, Map<String, Shape> filters, String... equal) {
        return get(path, Parameters.list(filters), call -> Listing.of(call, type, List.of(equal), _ -> true));
    }

    /** What the operation does once its parameters are found good; it answers the object or list to show. */
    @FunctionalInterface
    public interface Operation {
        ObjectNode run(ApiCall call);
    }

    /** The ids in the path, if this route is meant. */
    Optional<List<String>> match(String requestMethod, String requestPath) {
        var parts = List.of(requestPath.split("/", -1));
        if (!method.equals(requestMethod) || parts.size() != path.size()) {
            return Optional.empty();
        }
        var ids = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            if (path.get(i).equals(ID) && !parts.get(i).isEmpty()) {
                ids.add(parts.get(i));
            } else if (!path.get(i).equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(ids);
    }
}
