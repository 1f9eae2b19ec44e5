package stripesimulator.webhook;

import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Events;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.Refusal;
import stripesimulator.api.Route;
import stripesimulator.api.Route.Call;
import stripesimulator.api.Shape;

/** {@code /v1/events}: what happened, newest first. Thin events are shown at {@code /v2/core/events} only. */
public final class EventRoutes {

    private EventRoutes() {}

    public static List<Route> routes() {
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
                new Route("GET", "/v1/events", Parameters.list(filters), EventRoutes::list),
                new Route("GET", "/v1/events/{}", Parameters.none(), EventRoutes::retrieve),
                new Route("GET", "/v2/core/events/{}", Parameters.none(), EventRoutes::retrieveThin));
    }

    private static ObjectNode list(Call call) {
        var types = new ArrayList<String>();
        call.text("type").ifPresent(types::add);
        call.params().path("types").forEach(type -> types.add(type.asText()));
        var delivered = call.params().path("delivery_success");
        return Listing.of(
                call,
                Events.TYPE,
                Listing.created(call)
                        .and(event -> !Events.isThin(event))
                        .and(event -> types.isEmpty()
                                || types.stream()
                                        .anyMatch(type ->
                                                Events.isOf(event.path("type").asText(), type)))
                        .and(event -> !delivered.isBoolean() || delivered.asBoolean() == Events.isDelivered(event)));
    }

    private static ObjectNode retrieve(Call call) {
        return call.change()
                .find(Events.TYPE, call.id())
                .filter(event -> !Events.isThin(event))
                .orElseThrow(() -> Refusal.notFound(Events.TYPE, call.id()));
    }

    private static ObjectNode retrieveThin(Call call) {
        var logged = call.change()
                .find(Events.TYPE, call.id())
                .filter(Events::isThin)
                .orElseThrow(() -> Refusal.notFound(Events.TYPE, call.id()));
        return Events.shown(logged);
    }
}
