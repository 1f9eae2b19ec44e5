package omni.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.json.Json;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** Keeps every line as the text it would be. */
public final class RecordingLog implements LogSink {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        lines.add(Json.text(fields));
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        lines.add("fault in " + operation + ": " + fault);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public String text() {
        return String.join("\n", lines);
    }
}
