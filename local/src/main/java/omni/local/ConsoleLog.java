package omni.local;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import omni.http.RequestLog;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** The log as a person at a terminal reads it: a short line per request, everything else as the JSON that Lambda logs. */
public final class ConsoleLog implements RequestLog {

    private final PrintStream out;

    public ConsoleLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(Map<String, @Nullable Object> fields) {
        out.println("request".equals(fields.get("event")) ? shortLine(fields) : Json.text(fields));
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
