package omni.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.json.Json;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** Keeps what was logged, field by field and as the text that it would be. */
public final class KeptLog implements LogSink {

    /** A fault with the request it met. */
    public record Fault(String operation, String requestId, Throwable fault) {}

    private final List<Map<String, @Nullable Object>> lines = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        lines.add(fields);
        texts.add(Json.text(fields));
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        texts.add("fault in " + operation + ": " + fault);
        faults.add(new Fault(operation, requestId, fault));
    }

    public List<Map<String, @Nullable Object>> lines() {
        return lines;
    }

    public Map<String, @Nullable Object> last() {
        return lines.getLast();
    }

    public List<String> texts() {
        return List.copyOf(texts);
    }

    public String text() {
        return String.join("\n", texts);
    }

    public List<Fault> faults() {
        return faults;
    }
}
