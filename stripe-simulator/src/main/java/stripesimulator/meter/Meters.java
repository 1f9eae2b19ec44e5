package stripesimulator.meter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ApiRoute.Call;
import stripesimulator.api.Shape;

/** {@code /v1/billing/meters}: their definitions; an event name belongs to one active meter. */
public final class Meters {

    public static final String TYPE = "billing.meter";

    private static final Template METER = Template.of("meter");
    private static final Parameters CREATE = Parameters.of(
            Map.of(
                    "customer_mapping",
                    new Shape.Group(Map.of(
                            "event_payload_key", new Shape.Text(100), "type", new Shape.OneOf(List.of("by_id")))),
                    "default_aggregation",
                    new Shape.Group(Map.of("formula", new Shape.OneOf(List.of("count", "last", "sum")))),
                    "display_name",
                    new Shape.Text(250),
                    "event_name",
                    new Shape.Text(100),
                    "event_time_window",
                    new Shape.OneOf(List.of("day", "hour")),
                    "value_settings",
                    new Shape.Group(Map.of("event_payload_key", new Shape.Text(100)))),
            "default_aggregation",
            "display_name",
            "event_name");

    private Meters() {}

    /** All about meters, and who follows what they count. */
    public static List<ApiRoute> routes(MeterEvents.Follower follower) {
        var status = Map.<String, Shape>of("status", new Shape.OneOf(List.of("active", "inactive")));
        var update = Map.<String, Shape>of("display_name", new Shape.Text(250));
        return List.of(
                new ApiRoute("POST", "/v1/billing/meters", CREATE, Meters::create),
                new ApiRoute(
                        "GET",
                        "/v1/billing/meters",
                        Parameters.list(status),
                        call -> Listing.of(call, TYPE, Listing.equal(call, "status"))),
                new ApiRoute("GET", "/v1/billing/meters/{}", Parameters.none(), call -> living(call.change(), call.id())),
                new ApiRoute("POST", "/v1/billing/meters/{}", Parameters.of(update), Meters::update),
                MeterReadings.route(),
                MeterEvents.route(follower));
    }

    public static ObjectNode living(Change change, String id) {
        return change.find(TYPE, id).orElseThrow(() -> ApiError.notFound("billing meter", id));
    }

    /** The active meter that events of a name go to. */
    static ObjectNode listening(Change change, String eventName) {
        return change.all(TYPE)
                .filter(meter -> meter.path("event_name").asText().equals(eventName)
                        && meter.path("status").asText().equals("active"))
                .findFirst()
                .orElseThrow(() -> ApiError.parameter(
                        "resource_missing",
                        "event_name",
                        "No active meter found for event name \"" + eventName + "\"."));
    }

    private static ObjectNode create(Call call) {
        var change = call.change();
        var params = call.params();
        if (!params.path("default_aggregation").path("formula").isTextual()) {
            throw ApiError.missing("default_aggregation[formula]");
        }
        var name = params.path("event_name");
        if (change.all(TYPE).anyMatch(other -> other.path("event_name").equals(name))) {
            throw ApiError.parameter(
                    null, "event_name", "There is an active meter with event name " + name.asText() + " already.");
        }
        var meter = METER.start(change, change.nextId("mtr_test_", 32), Map.of());
        Documents.apply(meter, params);
        change.put("billing.meter.created", meter);
        return meter;
    }

    private static ObjectNode update(Call call) {
        var before = living(call.change(), call.id());
        var after = before.deepCopy();
        Documents.apply(after, call.params());
        return Documents.replace(call.change(), "billing.meter.updated", before, after);
    }
}
