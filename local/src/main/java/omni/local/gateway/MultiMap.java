package omni.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names with one or more values each, in order of arrival. Events show it twice: with all values, and with the last of each.
 *
 * @param values all values by name, as first written
 */
public record MultiMap(Map<String, List<String>> values) {

    /** Header names that differ in case are one name, shown as it came first. */
    public static MultiMap ofHeaders(List<Map.Entry<String, String>> fields) {
        var spelling = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : fields) {
            var name = spelling.computeIfAbsent(field.getKey(), key -> key);
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(field.getValue());
        }
        return new MultiMap(values);
    }

    /** A raw query string; a name without an equals sign has the empty value. */
    public static MultiMap ofQuery(String rawQuery) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : rawQuery.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return new MultiMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public Optional<String> last(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** The last value of a name, whatever its case. */
    public Optional<String> lastIgnoringCase(String name) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(entry -> entry.getValue().getLast())
                .findFirst();
    }
}
