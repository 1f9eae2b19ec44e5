package stripesimulator.webhook;

import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stripesimulator.account.EventLog;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/** {@code /v1/events}: what happened, newest first. Thin events are shown at {@code /v2/core/events} only. */
public final class EventRoutes {

    private EventRoutes() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of(
                "created",
                Shape.MOMENTS,
                "delivery_success",
                Shape.FLAG,
                "type",
                TEXT,
                "types",
                new Shape.ListOf(TEXT));
        return List.of(
                ApiRoute.get("/v1/events", Parameters.list(filters), EventRoutes::list),
                ApiRoute.get("/v1/events/{}", Parameters.none(), EventRoutes::retrieve),
                ApiRoute.get("/v2/core/events/{}", Parameters.none(), EventRoutes::retrieveThin));
    }

    private static ObjectNode list(ApiCall call) {
        var types = new ArrayList<String>();
        call.text("type").ifPresent(types::add);
        call.params().path("types").forEach(type -> types.add(type.asText()));
        var delivered = call.params().path("delivery_success");
        return Listing.of(
                call,
                EventLog.TYPE,
                List.of(),
                event -> !EventLog.isThin(event)
                        && (types.isEmpty()
                                || types.stream().anyMatch(type -> EventLog.isOf(text(event, "type"), type)))
                        && (!delivered.isBoolean() || delivered.asBoolean() == EventLog.isDelivered(event)));
    }

    private static ObjectNode retrieve(ApiCall call) {
        return find(call, false);
    }

    private static ObjectNode retrieveThin(ApiCall call) {
        return EventLog.withData(find(call, true));
    }

    private static ObjectNode find(ApiCall call, boolean thin) {
        return call.change()
                .find(EventLog.TYPE, call.id())
                .filter(event -> EventLog.isThin(event) == thin)
                .orElseThrow(() -> ApiError.notFound(EventLog.TYPE, call.id()));
    }
}
