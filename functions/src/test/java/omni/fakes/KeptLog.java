package omni.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** Keeps what was logged, field by field. */
public final class KeptLog implements LogSink {

    /** A fault with the request it met. */
    public record Fault(String operation, String requestId, Throwable fault) {}

    private final List<Map<String, @Nullable Object>> lines = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        lines.add(fields);
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        faults.add(new Fault(operation, requestId, fault));
    }

    public List<Map<String, @Nullable Object>> lines() {
        return lines;
    }

    public Map<String, @Nullable Object> last() {
        return lines.getLast();
    }

    public List<Fault> faults() {
        return faults;
    }
}
