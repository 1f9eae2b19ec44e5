package omni.local.stripe;

import static omni.local.stripe.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.local.stripe.Route.Call;

/**
 * {@code /v1/events}: what happened, newest first. {@code pending_webhooks} is 1 until the webhook was accepted, and 0
 * from the start for the types that the endpoint does not ask for. Thin events stand in the same log, so that all are
 * sent in their order, but are shown at {@code /v2/core/events} only.
 */
final class Events {

    static final String TYPE = "event";

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX");
    private static final List<String> UNSUBSCRIBED = List.of(
            "billing.meter.",
            "billing_portal.",
            "charge.failed",
            "charge.succeeded",
            "invoice.payment_action_required",
            "invoice.sent",
            "invoice.updated",
            "price.",
            "product.");

    /** A thin event as it is sent, and what is shown besides where it is read; only the simulator knows them. */
    private static final String THIN = "_thin";

    private static final String THIN_DATA = "_thin_data";

    private Events() {}

    static List<Route> routes() {
        var filters = Map.of(
                "created",
                new Shape.Moments(),
                "delivery_success",
                Shape.FLAG,
                "type",
                TEXT,
                "types",
                new Shape.ListOf(TEXT));
        return List.of(
                new Route("GET", "/v1/events", Parameters.list(filters), Events::list),
                new Route("GET", "/v1/events/{}", Parameters.none(), Events::retrieve),
                new Route("GET", "/v2/core/events/{}", Parameters.none(), Events::retrieveThin));
    }

    private static ObjectNode list(Call call) {
        var types = new ArrayList<String>();
        call.text("type").ifPresent(types::add);
        call.params().path("types").forEach(type -> types.add(type.asText()));
        var delivered = call.params().path("delivery_success");
        return Listing.of(
                call,
                TYPE,
                Listing.created(call)
                        .and(event -> !event.has(THIN))
                        .and(event -> types.isEmpty()
                                || types.stream()
                                        .anyMatch(
                                                type -> isOf(event.path("type").asText(), type)))
                        .and(event -> !delivered.isBoolean() || delivered.asBoolean() == isDelivered(event)));
    }

    /** A type, or a family of them as {@code customer.*}. */
    static boolean isOf(String actual, String type) {
        return type.endsWith("*") ? actual.startsWith(type.substring(0, type.length() - 1)) : actual.equals(type);
    }

    /** Whether the product's endpoint asks for events of a type: not for what an operator's own command does. */
    static boolean isSubscribed(String type) {
        return UNSUBSCRIBED.stream().noneMatch(type::startsWith);
    }

    static boolean isDelivered(JsonNode event) {
        return event.path("pending_webhooks").asInt() == 0;
    }

    private static ObjectNode retrieve(Call call) {
        return call.change()
                .find(TYPE, call.id())
                .filter(event -> !event.has(THIN))
                .orElseThrow(() -> Refusal.notFound(TYPE, call.id()));
    }

    private static ObjectNode retrieveThin(Call call) {
        var logged = call.change()
                .find(TYPE, call.id())
                .filter(event -> event.has(THIN))
                .orElseThrow(() -> Refusal.notFound(TYPE, call.id()));
        return ((ObjectNode) logged.path(THIN)).set("data", logged.path(THIN_DATA));
    }

    /** A thin event's place in the log. */
    static ObjectNode logged(Change change, ObjectNode thin, ObjectNode data) {
        var type = thin.path("type").asText();
        var event = change.newObject(TYPE).put("created", change.nowSeconds());
        event.set("id", thin.path("id"));
        event.putObject("data").set("object", thin.path("related_object"));
        event.put("pending_webhooks", isSubscribed(type) ? 1 : 0).put("type", type);
        event.set(THIN, thin);
        return event.set(THIN_DATA, data);
    }

    /** Gives it another second. */
    static void stamp(ObjectNode event, long second) {
        event.put("created", second);
        if (event.path(THIN) instanceof ObjectNode thin) {
            thin.put("created", moment(Instant.ofEpochSecond(second)));
        }
    }

    /** As the webhook gets it. */
    static ObjectNode sent(ObjectNode event) {
        return event.path(THIN) instanceof ObjectNode thin ? thin : event;
    }

    /** A moment as Stripe's newer API writes it, in milliseconds. */
    static String moment(Instant at) {
        return MILLISECONDS.format(at.atOffset(ZoneOffset.UTC));
    }
}
