package stripesimulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import stripesimulator.account.Change;

/**
 * One request for a route.
 *
 * @param ids what stands in the path, in order
 * @param params the parameters given, in their shapes
 */
public record ApiCall(Change change, String path, List<String> ids, ObjectNode params) {

    public String id() {
        return ids.getFirst();
    }

    /** The object that the path names. */
    public ObjectNode object(String type) {
        return ObjectLookup.byPath(change, type, id());
    }

    public Optional<String> text(String param) {
        return Optional.ofNullable(params.path(param).textValue());
    }
}
