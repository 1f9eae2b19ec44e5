package omni.log;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the one line per request goes, and the few lines about faults. */
public interface RequestLog {

    /** One line of structured JSON. */
    void line(Map<String, @Nullable Object> fields);

    /** A fault that is answered without detail: once, with the request it met. */
    void fault(String operation, String requestId, Throwable fault, Instant at);
}
