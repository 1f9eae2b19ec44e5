package stripesimulator.meter;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.EventLog;
import stripesimulator.account.Template;

/** What Stripe finds out about a meter event after it was taken: told by a thin event of the meter. */
final class MeterErrors {

    private static final String TRIGGERED = "v1.billing.meter.error_report_triggered";
    private static final int WINDOW_SECONDS = 10;

    private static final Template REPORT = Template.of("meter_error_report");

    private MeterErrors() {}

    static void customerNotFound(Change change, ObjectNode meter, String customer, String identifier) {
        var end = change.now().truncatedTo(ChronoUnit.SECONDS);
        var report = REPORT.fill(Map.of(
                "code",
                "meter_event_customer_not_found",
                "message",
                "No customer was found matching " + customer + ".",
                "identifier",
                identifier,
                "end",
                EventLog.moment(end),
                "start",
                EventLog.moment(end.minusSeconds(WINDOW_SECONDS))));
        change.emitThin(TRIGGERED, text(meter, "id"), report);
    }
}
