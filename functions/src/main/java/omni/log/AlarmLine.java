package omni.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line that somebody has to look at.
 *
 * @param details what else helps whoever looks; never a secret
 */
public record AlarmLine(Alarms alarm, Map<String, @Nullable Object> details) implements LogLine {

    public AlarmLine {
        details = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(details));
    }

    /** The same line with one detail more. */
    public AlarmLine with(String name, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(details);
        more.put(name, value);
        return new AlarmLine(alarm, more);
    }

    @Override
    public Map<String, @Nullable Object> fields() {
        var fields = LineFields.of(Alarms.EVENT, Alarms.FIELD, alarm.wire());
        fields.putAll(details);
        return fields;
    }

    @Override
    public List<Metric> metrics() {
        return alarm.metrics();
    }
}
