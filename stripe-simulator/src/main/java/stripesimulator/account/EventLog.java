package stripesimulator.account;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The log of what happened. {@code pending_webhooks} counts the destinations that have not accepted it, and is 0 from the
 * start for the types that none asks for. Thin events stand in the same log, so that all are sent in their order.
 */
public final class EventLog {

    public static final String TYPE = "event";

    /** The version of Stripe's API that objects and events have. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX");
    /** A thin event as it is sent, and what is shown besides where it is read; only the simulator knows them. */
    private static final String THIN = "_thin";

    private static final String THIN_DATA = "_thin_data";

    private EventLog() {}

    /** A type, or a family of them as {@code customer.*}. */
    public static boolean isOf(String actual, String type) {
        return type.endsWith("*") ? actual.startsWith(type.substring(0, type.length() - 1)) : actual.equals(type);
    }

    public static boolean isDelivered(JsonNode event) {
        return event.path("pending_webhooks").asInt() == 0;
    }

    public static boolean isThin(JsonNode event) {
        return event.has(THIN);
    }

    /** A thin event as it is shown where it is read. */
    public static ObjectNode withData(ObjectNode event) {
        return ((ObjectNode) event.path(THIN)).set("data", event.path(THIN_DATA));
    }

    /** A thin event's place in the log. */
    static ObjectNode entry(Change change, ObjectNode thin, ObjectNode data) {
        var type = text(thin, "type");
        var event = change.newObject(TYPE).put("created", change.nowSeconds());
        event.set("id", thin.path("id"));
        event.putObject("data").set("object", thin.path("related_object"));
        Destinations.address(change, event, type, true).put("type", type);
        event.set(THIN, thin);
        return event.set(THIN_DATA, data);
    }

    /** Gives it another second. */
    public static void stamp(ObjectNode event, long second) {
        event.put("created", second);
        if (event.path(THIN) instanceof ObjectNode thin) {
            thin.put("created", moment(Instant.ofEpochSecond(second)));
        }
    }

    /** As the webhook gets it. */
    public static ObjectNode webhookBody(ObjectNode event) {
        return event.path(THIN) instanceof ObjectNode thin ? thin : event;
    }

    /** A moment as Stripe's newer API writes it, in milliseconds. */
    public static String moment(Instant at) {
        return MILLISECONDS.format(at.atOffset(ZoneOffset.UTC));
    }
}
