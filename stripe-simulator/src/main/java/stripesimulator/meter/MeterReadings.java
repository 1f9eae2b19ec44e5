package stripesimulator.meter;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.SECONDS;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import stripesimulator.account.AccountRules;
import stripesimulator.account.Change;
import stripesimulator.account.StripeIds;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.Customers;

/** What a meter says of a customer's time: its events added up by its formula, and {@code …/event_summaries}. */
public final class MeterReadings {

    private static final long MINUTE = 60;
    private static final Parameters SUMMARIES = Parameters.list(
            Map.of(
                    "customer", TEXT,
                    "end_time", SECONDS,
                    "start_time", SECONDS,
                    "value_grouping_window", new Shape.OneOf(List.of("day", "hour"))),
            "customer",
            "start_time",
            "end_time");

    private MeterReadings() {}

    static ApiRoute route() {
        return ApiRoute.get("/v1/billing/meters/{}/event_summaries", SUMMARIES, MeterReadings::summaries);
    }

    /** The value from {@code start} on and before {@code end}; nothing without an event. A final one lags behind nothing. */
    public static BigDecimal value(
            Change change, JsonNode meter, String customer, long start, long end, boolean isFinal) {
        var events = events(change, meter, customer, start, end);
        return aggregate(meter, isFinal ? events : counted(change, events));
    }

    /** Those that the meter has come to by now. */
    private static List<ObjectNode> counted(Change change, List<ObjectNode> events) {
        long until = change.nowSeconds() - AccountRules.of(change).meterLag().toSeconds();
        return events.stream()
                .filter(event -> number(event, "created") <= until)
                .toList();
    }

    /** In the order of their timestamps; of the same second, in the order of their arrival. */
    private static List<ObjectNode> events(Change change, JsonNode meter, String customer, long start, long end) {
        return change.of(MeterEvents.TYPE, customer)
                .filter(event -> event.path(MeterEvents.METER).equals(meter.path("id"))
                        && number(event, "timestamp") >= start
                        && number(event, "timestamp") < end)
                .sorted(Comparator.comparingLong(event -> number(event, "timestamp")))
                .toList();
    }

    private static BigDecimal aggregate(JsonNode meter, List<ObjectNode> events) {
        var values = events.stream()
                .map(event -> new BigDecimal(text(event, MeterEvents.VALUE)))
                .toList();
        return switch (text(meter.path("default_aggregation"), "formula")) {
            case "count" -> BigDecimal.valueOf(values.size());
            case "last" -> values.isEmpty() ? BigDecimal.ZERO : values.getLast();
            case "sum" -> values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            case String other -> throw new IllegalStateException("A meter adds up by " + other);
        };
    }

    private static ObjectNode summaries(ApiCall call) {
        var change = call.change();
        var meter = call.object(Meters.TYPE);
        var customer = Customers.byParameter(change, call.text("customer").orElseThrow())
                .path("id")
                .asText();
        long start = minute(call, "start_time");
        long end = minute(call, "end_time");
        if (start >= end) {
            throw ApiError.invalid("end_time", "The end_time must be after the start_time.");
        }
        var events = counted(change, events(change, meter, customer, start, end));
        var window = call.text("value_grouping_window");
        var found = new ArrayList<ObjectNode>();
        if (window.isEmpty()) {
            found.add(summary(meter, customer, start, end, events));
        } else {
            long length = window.get().equals("day")
                    ? Duration.ofDays(1).toSeconds()
                    : Duration.ofHours(1).toSeconds();
            byWindow(meter, customer, start - start % length, length, events).forEach(found::addFirst);
        }
        return Listing.of(call, "billing meter event summary", found);
    }

    private static long minute(ApiCall call, String param) {
        long at = call.params().path(param).asLong();
        if (at % MINUTE != 0) {
            throw ApiError.invalid(param, "The " + param + " must be aligned with minute boundaries.");
        }
        return at;
    }

    /** One for each hour or day that has events, oldest first. */
    private static List<ObjectNode> byWindow(
            JsonNode meter, String customer, long start, long length, List<ObjectNode> events) {
        var windows = new java.util.TreeMap<Long, List<ObjectNode>>();
        for (var event : events) {
            long index = (number(event, "timestamp") - start) / length;
            windows.computeIfAbsent(start + index * length, _ -> new ArrayList<>())
                    .add(event);
        }
        return windows.entrySet().stream()
                .map(window -> summary(meter, customer, window.getKey(), window.getKey() + length, window.getValue()))
                .toList();
    }

    private static ObjectNode summary(JsonNode meter, String customer, long start, long end, List<ObjectNode> events) {
        var meterId = text(meter, "id");
        var digest = StripeIds.digest(meterId + "/" + customer + "/" + start + "/" + end);
        var summary = JsonNodeFactory.instance.objectNode();
        summary.put("id", "mtrusg_test_" + HexFormat.of().formatHex(digest));
        summary.put("object", "billing.meter_event_summary");
        summary.put("aggregated_value", aggregate(meter, events)).put("end_time", end);
        return summary.put("livemode", false).put("meter", meterId).put("start_time", start);
    }
}
