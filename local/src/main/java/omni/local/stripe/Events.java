package omni.local.stripe;

import static omni.local.stripe.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.local.stripe.Route.Call;

/**
 * {@code /v1/events}: what happened, newest first. {@code pending_webhooks} is 1 until the webhook was accepted, and 0
 * from the start for the types that the endpoint does not ask for.
 */
final class Events {

    static final String TYPE = "event";

    private static final List<String> UNSUBSCRIBED = List.of("billing.meter.", "billing_portal.", "price.", "product.");

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
                new Route("GET", "/v1/events/{}", Parameters.none(), Events::retrieve));
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
        return call.change().find(TYPE, call.id()).orElseThrow(() -> Refusal.notFound(TYPE, call.id()));
    }
}
