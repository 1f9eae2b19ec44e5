package stripesimulator.webhook;

import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stripesimulator.account.EventLog;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ApiRoute.Call;
import stripesimulator.api.Shape;

/** {@code /v1/events}: what happened, newest first. Thin events are shown at {@code /v2/core/events} only. */
public final class EventRoutes {

    private EventRoutes() {}

    public static List<ApiRoute> routes() {
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
                new ApiRoute("GET", "/v1/events", Parameters.list(filters), EventRoutes::list),
                new ApiRoute("GET", "/v1/events/{}", Parameters.none(), EventRoutes::retrieve),
                new ApiRoute("GET", "/v2/core/events/{}", Parameters.none(), EventRoutes::retrieveThin));
    }

    private static ObjectNode list(Call call) {
        var types = new ArrayList<String>();
        call.text("type").ifPresent(types::add);
        call.params().path("types").forEach(type -> types.add(type.asText()));
        var delivered = call.params().path("delivery_success");
        return Listing.of(
                call,
                EventLog.TYPE,
                Listing.created(call)
                        .and(event -> !EventLog.isThin(event))
                        .and(event -> types.isEmpty()
                                || types.stream()
                                        .anyMatch(type ->
                                                EventLog.isOf(event.path("type").asText(), type)))
                        .and(event -> !delivered.isBoolean() || delivered.asBoolean() == EventLog.isDelivered(event)));
    }

    private static ObjectNode retrieve(Call call) {
        return call.change()
                .find(EventLog.TYPE, call.id())
                .filter(event -> !EventLog.isThin(event))
                .orElseThrow(() -> ApiError.notFound(EventLog.TYPE, call.id()));
    }

    private static ObjectNode retrieveThin(Call call) {
        var logged = call.change()
                .find(EventLog.TYPE, call.id())
                .filter(EventLog::isThin)
                .orElseThrow(() -> ApiError.notFound(EventLog.TYPE, call.id()));
        return EventLog.shown(logged);
    }
}
