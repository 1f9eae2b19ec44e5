package stripesimulator.meter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import stripesimulator.account.Change;
import stripesimulator.account.Events;

/** What Stripe finds out about a meter event after it was taken: told by a thin event of the meter. */
final class MeterErrors {

    private static final String TRIGGERED = "v1.billing.meter.error_report_triggered";
    private static final int WINDOW_SECONDS = 10;

    private MeterErrors() {}

    static void customerNotFound(Change change, ObjectNode meter, String customer, String identifier) {
        var id = meter.path("id").asText();
        var related = JsonNodeFactory.instance.objectNode();
        related.put("id", id).put("type", Meters.TYPE).put("url", "/v1/billing/meters/" + id);
        change.emitThin(
                TRIGGERED,
                related,
                report(
                        change,
                        "meter_event_customer_not_found",
                        "No customer was found matching " + customer + ".",
                        identifier));
    }

    private static ObjectNode report(Change change, String code, String message, String identifier) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("developer_message_summary", "There is 1 invalid event");
        var reason = data.putObject("reason").put("error_count", 1);
        var type = reason.putArray("error_types").addObject();
        var sample = type.put("code", code)
                .put("error_count", 1)
                .putArray("sample_errors")
                .addObject();
        sample.put("error_message", message).putObject("request").put("identifier", identifier);
        var end = change.now().truncatedTo(ChronoUnit.SECONDS);
        data.put("validation_end", Events.moment(end));
        return data.put("validation_start", Events.moment(end.minusSeconds(WINDOW_SECONDS)));
    }
}
