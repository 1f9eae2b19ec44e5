package omni.lambda;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.SecretFormat;
import omni.json.Json;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** Logs as lines of JSON, which CloudWatch reads field by field. */
public record JsonLog(PrintStream out) implements LogSink {

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        print(fields);
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        var trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "fault");
        line.put("at", at);
        line.put("operation", operation);
        line.put("requestId", requestId);
        line.put("fault", fault.getClass().getName());
        line.put("trace", trace.toString());
        print(line);
    }

    /** A message or trace may quote what a caller sent, in a path or a query: no secret gets past here. */
    private void print(Map<String, @Nullable Object> fields) {
        out.println(SecretFormat.redact(Json.text(fields)));
    }
}
