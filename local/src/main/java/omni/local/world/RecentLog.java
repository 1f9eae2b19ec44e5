package omni.local.world;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.LocalJson;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** What the product has logged lately in this run, kept beside being written: {@code GET /_local/log/{id}} tells what names an id. */
final class RecentLog implements LogSink, CallLog {

    static final String PATH = "/_local/log/{}";

    /** So many lines are kept. */
    private static final int KEPT = 20_000;

    private final LogSink written;
    private final Deque<Map<String, @Nullable Object>> lines = new ArrayDeque<>();

    RecentLog(LogSink written) {
        this.written = written;
    }

    void register(LocalRoutes routes) {
        routes.onEach("GET", PATH, (id, _) -> {
            var json = LocalJson.object();
            var found = json.putArray("lines");
            of(id).forEach(line -> LocalJson.parseObject(Json.text(line).getBytes(StandardCharsets.UTF_8))
                    .ifPresent(found::add));
            return HttpAnswer.json(200, json);
        });
    }

    @Override
    public void write(Map<String, @Nullable Object> fields) {
        keep(fields);
        written.write(fields);
    }

    @Override
    public void fault(String operation, String requestId, Throwable fault, Instant at) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "fault");
        line.put("at", at);
        line.put("operation", operation);
        line.put("requestId", requestId);
        line.put("fault", fault.getClass().getName());
        keep(line);
        written.fault(operation, requestId, fault, at);
    }

    private void keep(Map<String, @Nullable Object> fields) {
        if (!(fields.get("requestId") instanceof String) && !(fields.get("usageId") instanceof String)) {
            return;
        }
        synchronized (lines) {
            lines.add(new LinkedHashMap<>(fields));
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    @Override
    public List<Map<String, @Nullable Object>> of(String id) {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> id.equals(line.get("requestId")) || id.equals(line.get("usageId")))
                    .toList();
        }
    }
}
