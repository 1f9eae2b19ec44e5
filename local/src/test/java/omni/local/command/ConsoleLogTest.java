package omni.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {

    @Test
    void aPersonSeesALineForEachRequestAndWhatElseMattersButNoMetricsAndNoRows() {
        var request = new LinkedHashMap<String, @Nullable Object>(Map.of(
                "event", "request", "operation", "GetUsage", "status", 403, "latencyMs", 12, "requestId", "req_1"));
        request.put("errorCode", "insufficient_scope");
        var out = new ByteArrayOutputStream();
        var log = new ConsoleLog(new PrintStream(out, true, UTF_8));

        log.write(Map.of("event", "commit", "sequence", 1));
        log.write(request);
        log.write(Map.of("Calls", 1, "_aws", Map.of()));
        log.write(Map.of("event", "alarm", "_aws", Map.of(), "Drifts", 1));

        assertThat(out.toString(UTF_8).lines())
                .containsExactly("403 GetUsage insufficient_scope 12 ms req_1", "{\"event\":\"alarm\"}");
    }
}
