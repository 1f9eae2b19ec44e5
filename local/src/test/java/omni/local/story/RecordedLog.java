package omni.local.story;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import omni.json.Json;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** Keeps every line that the product logs, stack traces included. */
final class RecordedLog implements LogSink {

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        lines.add(Json.text(fields));
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        var trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        lines.add("fault in " + operation + ", request " + requestId + "\n" + trace);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Lines that name a request. */
    List<String> of(String requestId) {
        return lines.stream().filter(line -> line.contains(requestId)).toList();
    }
}
