package omni.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a line, in the order in which they are written. */
final class LineFields {

    private LineFields() {}

    /**
     * The event first, then the others.
     *
     * @param pairs a name and its value, in turn
     */
    static Map<String, @Nullable Object> of(String event, @Nullable Object... pairs) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("event", event);
        for (var index = 0; index < pairs.length; index += 2) {
            fields.put(String.valueOf(pairs[index]), pairs[index + 1]);
        }
        return fields;
    }
}
