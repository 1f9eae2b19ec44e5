package stripesimulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stripesimulator.account.Change;

/**
 * One operation of Stripe's API.
 *
 * @param path its parts; <code>{}</code> stands for an id
 * @param parameters all it takes
 */
public record ApiRoute(String method, List<String> path, Parameters parameters, Operation operation) {

    private static final String ID = "{}";

    public ApiRoute(String method, String path, Parameters parameters, Operation operation) {
        this(method, List.of(path.split("/")), parameters, operation);
    }

    /** What the operation does once its parameters are found good; it answers the object or list to show. */
    @FunctionalInterface
    public interface Operation {
        ObjectNode run(Call call);
    }

    /**
     * One request for it.
     *
     * @param ids what stands in the path, in order
     * @param params the parameters given, in their shapes
     */
    public record Call(Change change, String path, List<String> ids, ObjectNode params) {
        public String id() {
            return ids.getFirst();
        }

        public Optional<String> text(String param) {
            return Optional.ofNullable(params.path(param).textValue());
        }
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
