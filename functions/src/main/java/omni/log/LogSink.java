package omni.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where lines are written, as they are: by itself it counts nothing ({@link MeasuredLog} does). */
public interface LogSink extends RequestLog {

    /** One line of structured JSON. */
    void write(Map<String, @Nullable Object> fields);

    @Override
    default void line(LogLine line) {
        write(line.fields());
    }
}
