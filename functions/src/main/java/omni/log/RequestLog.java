package omni.log;

import java.time.Instant;

/** Where the one line per request goes, and the few lines about faults. */
public interface RequestLog {

    void line(LogLine line);

    /** A fault that is answered without detail: once, with the request it met. */
    void fault(String operation, String requestId, Throwable fault, Instant at);
}
