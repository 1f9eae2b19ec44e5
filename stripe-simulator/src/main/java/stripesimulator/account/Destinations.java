package stripesimulator.account;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the account's events are to be sent by its objects of the API, beside the one endpoint that the settings name. */
public final class Destinations {

    public static final String ENDPOINT = "webhook_endpoint";
    public static final String DESTINATION = "v2.core.event_destination";

    /** What it is signed with, shown once; only the simulator knows it afterwards. */
    public static final String SECRET = "_secret";

    /** The address of an event destination, which is shown to those who ask for it. */
    public static final String URL = "_url";

    /** Which of them an event is for. */
    private static final String ADDRESSEES = "_destinations";

    private Destinations() {}

    /** One of them, as an attempt at a delivery needs it. */
    public record Target(URI url, String secret) {}

    /** All that have not been deleted, newest first. */
    public static Stream<ObjectNode> all(Change change) {
        return Stream.concat(change.all(ENDPOINT), change.all(DESTINATION))
                .filter(destination -> !flag(destination, "deleted"));
    }

    /**
     * Writes down which of them an event is for, as they are when it happens: those that are switched on and ask for its type. One that is
     * made or changed later does not get it.
     */
    static ObjectNode address(Change change, ObjectNode event, String type, boolean thin) {
        var ids = event.putArray(ADDRESSEES);
        all(change)
                .filter(destination -> asks(destination, type, thin))
                .map(destination -> text(destination, "id"))
                .toList()
                .reversed()
                .forEach(ids::add);
        return event.put("pending_webhooks", ids.size() + (change.account().isSubscribed(type) ? 1 : 0));
    }

    /** The ids of those that an event is for, in the order in which they were made. */
    public static List<String> of(JsonNode event) {
        return event.path(ADDRESSEES).valueStream().map(JsonNode::asText).toList();
    }

    private static boolean asks(JsonNode destination, String type, boolean thin) {
        if (!is(destination, "status", "enabled") || is(destination, "event_payload", "thin") != thin) {
            return false;
        }
        for (var asked : destination.path("enabled_events")) {
            if (EventLog.isOf(type, asked.asText())) {
                return true;
            }
        }
        return false;
    }

    /** Where one of them is now, if it is still there and switched on. */
    public static Optional<Target> target(Change change, String id) {
        return change.find(id)
                .filter(destination -> is(destination, "status", "enabled") && !flag(destination, "deleted"))
                .map(destination -> new Target(
                        URI.create(text(destination, is(destination, "object", ENDPOINT) ? "url" : URL)),
                        text(destination, SECRET)));
    }
}
