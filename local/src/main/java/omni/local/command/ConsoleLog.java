package omni.local.command;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.json.Json;
import omni.log.CommitLine;
import omni.log.LogSink;
import omni.log.MeasuredLog;
import omni.log.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The log as a person at a terminal reads it: a short line per request, everything else as the JSON that Lambda logs; no metrics, and
 * no commits, which are the rows once more.
 */
public final class ConsoleLog implements LogSink {

    private final PrintStream out;

    public ConsoleLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        if ("request".equals(fields.get("event"))) {
            out.println(shortLine(fields));
        } else if (fields.containsKey("event") && !CommitLine.EVENT.equals(fields.get("event"))) {
            out.println(Json.text(withoutMetrics(fields)));
        }
    }

    private static Map<String, @Nullable Object> withoutMetrics(Map<String, @Nullable Object> fields) {
        var plain = new LinkedHashMap<String, @Nullable Object>(fields);
        plain.remove(MeasuredLog.MARK);
        for (var metric : Metric.values()) {
            plain.remove(metric.wire());
        }
        return plain;
    }

    private static String shortLine(Map<String, @Nullable Object> fields) {
        var error = fields.get("errorCode");
        return fields.get("status")
                + " "
                + fields.get("operation")
                + (error == null ? "" : " " + error)
                + " "
                + fields.get("latencyMs")
                + " ms "
                + fields.get("requestId");
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        out.println("fault in " + operation + ", request " + requestId);
        fault.printStackTrace(out);
    }
}
