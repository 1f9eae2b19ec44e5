package stripesimulator.meter;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.Customers;

/**
 * {@code POST /v1/billing/meter_events}: usage as it is reported. What is wrong with the request is refused at once; a
 * customer that is not there is found out later, so such an event is taken and told of by {@link MeterErrors}.
 */
public final class MeterEvents {

    static final String TYPE = Kinds.METER_EVENT;
    /** What only the simulator keeps of one: its meter, its customer, its value. */
    public static final String METER = "_meter";

    public static final String CUSTOMER = Kinds.CUSTOMER_OF_METER_EVENT;
    static final String VALUE = "_value";

    private static final Template EVENT = Template.of("meter_event");
    private static final String IDENTIFIER = "_meter_event_identifier";
    private static final Duration IDENTIFIER_LIFE = Duration.ofHours(24);
    private static final Duration PAST_AT_MOST = Duration.ofDays(35);
    private static final Duration FUTURE_AT_MOST = Duration.ofMinutes(5);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,12})?");
    private static final Parameters CREATE = Parameters.of(
            Map.of(
                    "event_name", new Shape.Text(100),
                    "identifier", new Shape.Text(100),
                    "payload", new Shape.Payload(),
                    "timestamp", SECONDS),
            "event_name",
            "payload");

    private MeterEvents() {}

    /** Follows usage as it comes in. */
    @FunctionalInterface
    public interface Follower {
        void count(Change change, JsonNode event);
    }

    static ApiRoute route(Follower follower) {
        return ApiRoute.post("/v1/billing/meter_events", CREATE, call -> create(call, follower));
    }

    private static ObjectNode create(ApiCall call, Follower follower) {
        var change = call.change();
        var meter = Meters.activeFor(change, call.text("event_name").orElseThrow());
        long timestamp = call.params().path("timestamp").asLong(change.nowSeconds());
        inTime(change, timestamp);
        var payload = call.params().path("payload");
        var customer = payload(payload, meter.path("customer_mapping"));
        var value = payload(payload, meter.path("value_settings"));
        if (!NUMBER.matcher(value).matches()) {
            throw ApiError.invalid("payload", "The value of a meter event must be a number, not: " + value);
        }
        var identifier =
                call.text("identifier").orElseGet(() -> change.nextId("", 32).toLowerCase(java.util.Locale.ROOT));
        claim(change, identifier);
        var event = EVENT.fill(Map.of(
                "name", meter.path("event_name"),
                "now", change.nowSeconds(),
                "identifier", identifier,
                "payload", payload,
                "timestamp", timestamp));
        if (Customers.isLiving(change, customer)) {
            follower.count(change, keep(change, event, meter, customer, value));
        } else {
            MeterErrors.customerNotFound(change, meter, customer, identifier);
        }
        return event;
    }

    private static void inTime(Change change, long timestamp) {
        if (timestamp < change.nowSeconds() - PAST_AT_MOST.toSeconds()) {
            throw ApiError.parameter(
                    "timestamp_too_far_in_past",
                    "timestamp",
                    "The timestamp must be within the past 35 calendar days.");
        }
        if (timestamp > change.nowSeconds() + FUTURE_AT_MOST.toSeconds()) {
            throw ApiError.parameter(
                    "timestamp_in_future", "timestamp", "The timestamp must not be more than 5 minutes in the future.");
        }
    }

    /** The payload's member that a setting of the meter names. */
    private static String payload(JsonNode payload, JsonNode setting) {
        var key = text(setting, "event_payload_key");
        return Optional.ofNullable(payload.path(key).textValue())
                .orElseThrow(() -> ApiError.invalid("payload", "The payload must contain the key " + key + "."));
    }

    /** An identifier is good for one event within a day, whatever idempotency keys say. */
    private static void claim(Change change, String identifier) {
        var id = IDENTIFIER + "/" + identifier;
        long since = change.nowSeconds() - IDENTIFIER_LIFE.toSeconds();
        if (change.find(IDENTIFIER, id)
                .filter(claim -> number(claim, "created") > since)
                .isPresent()) {
            throw ApiError.invalid("identifier", "An event already exists with identifier " + identifier + ".");
        }
        change.put(change.newObject(IDENTIFIER).put("id", id).put("created", change.nowSeconds()));
    }

    private static ObjectNode keep(Change change, ObjectNode event, ObjectNode meter, String customer, String value) {
        var kept = event.deepCopy().put("id", change.nextId("mevt_"));
        kept.set(METER, meter.path("id"));
        kept.put(CUSTOMER, customer).put(VALUE, value);
        return change.put(kept);
    }
}
