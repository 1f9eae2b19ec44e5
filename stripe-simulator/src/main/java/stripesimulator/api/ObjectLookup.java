package stripesimulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.Change;

/** Objects by their ids, to be changed and put back, or what Stripe answers where there is none. */
public final class ObjectLookup {

    private ObjectLookup() {}

    /** The one that a path names. */
    public static ObjectNode byPath(Change change, String type, String id) {
        return change.find(type, id).orElseThrow(() -> ApiError.notFound(type, id));
    }

    /** The one that a parameter names. */
    public static ObjectNode byParameter(Change change, String param, String type, String id) {
        return change.find(type, id).orElseThrow(() -> ApiError.noSuch(param, type, id));
    }
}
