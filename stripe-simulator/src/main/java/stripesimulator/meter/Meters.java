package stripesimulator.meter;

import static stripesimulator.account.Documents.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/** {@code /v1/billing/meters}: their definitions; an event name belongs to one active meter. */
public final class Meters {

    public static final String TYPE = "billing.meter";

    private static final Template METER = Template.of("meter");
    private static final Shape NAME = new Shape.Text(100);
    private static final Shape TITLE = new Shape.Text(250);
    private static final Parameters CREATE = Parameters.of(
            Map.of(
                    "customer_mapping",
                            new Shape.Group(
                                    Map.of("event_payload_key", NAME, "type", new Shape.OneOf(List.of("by_id")))),
                    "default_aggregation",
                            new Shape.Group(Map.of("formula", new Shape.OneOf(List.of("count", "last", "sum")))),
                    "display_name", TITLE,
                    "event_name", NAME,
                    "event_time_window", new Shape.OneOf(List.of("day", "hour")),
                    "value_settings", new Shape.Group(Map.of("event_payload_key", NAME))),
            "default_aggregation",
            "display_name",
            "event_name");

    private Meters() {}

    /** All about meters, and who follows what they count. */
    public static List<ApiRoute> routes(MeterEvents.Follower follower) {
        var status = Map.<String, Shape>of("status", new Shape.OneOf(List.of("active", "inactive")));
        var update = Map.of("display_name", TITLE);
        return List.of(
                ApiRoute.post("/v1/billing/meters", CREATE, Meters::create),
                ApiRoute.list("/v1/billing/meters", TYPE, status, "status"),
                ApiRoute.show("/v1/billing/meters/{}", TYPE),
                ApiRoute.post("/v1/billing/meters/{}", Parameters.of(update), Meters::update),
                MeterReadings.route(),
                MeterEvents.route(follower));
    }

    /** The active meter that events of a name go to. */
    static ObjectNode activeFor(Change change, String eventName) {
        return change.all(TYPE)
                .filter(meter -> is(meter, "event_name", eventName) && is(meter, "status", "active"))
                .findFirst()
                .orElseThrow(() -> ApiError.parameter(
                        "resource_missing",
                        "event_name",
                        "No active meter found for event name \"" + eventName + "\"."));
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        var params = call.params();
        if (!params.path("default_aggregation").path("formula").isTextual()) {
            throw ApiError.missingParameter("default_aggregation[formula]");
        }
        var name = params.path("event_name");
        if (change.all(TYPE).anyMatch(other -> other.path("event_name").equals(name))) {
            throw ApiError.invalid(
                    "event_name", "There is an active meter with event name " + name.asText() + " already.");
        }
        var meter = METER.start(change, change.nextId("mtr_test_", 32), Map.of());
        Documents.apply(meter, params);
        return change.put("billing.meter.created", meter);
    }

    private static ObjectNode update(ApiCall call) {
        return Documents.edit(
                call.change(),
                "billing.meter.updated",
                call.object(TYPE),
                meter -> Documents.apply(meter, call.params()));
    }
}
