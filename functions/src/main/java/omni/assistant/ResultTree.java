package omni.assistant;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads what a tool answered by the names of its fields, however these are written. */
final class ResultTree {

    private static final int MOST_OBJECTS = 200;
    private static final int MOST_OF_LIST = 100;

    private ResultTree() {}

    /** The value of that name that stands highest; of several on one level the first. */
    static Optional<Object> find(Map<String, @Nullable Object> tree, String name) {
        var open = new ArrayDeque<Map<String, @Nullable Object>>(List.of(tree));
        for (int seen = 0; seen < MOST_OBJECTS && !open.isEmpty(); seen++) {
            var object = open.remove();
            for (var field : object.entrySet()) {
                var value = field.getValue();
                if ((value instanceof String || value instanceof Number)
                        && plain(field.getKey()).equals(plain(name))) {
                    return Optional.of(value);
                }
            }
            object.values().forEach(value -> open.addAll(objects(value)));
        }
        return Optional.empty();
    }

    /** The text of the first of these names that there is one of. */
    static Optional<String> text(Map<String, @Nullable Object> tree, List<String> names) {
        return names.stream()
                .flatMap(name -> find(tree, name).stream())
                .filter(value -> value instanceof String text && !text.isBlank())
                .map(String.class::cast)
                .findFirst();
    }

    /** A field's name without what is between its words. */
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** A field's name as people write it. */
    static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .replaceAll("[_.-]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The objects that a value is or holds, of a long list the first. */
    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        var objects = new ArrayList<Map<String, @Nullable Object>>();
        if (value instanceof Map<?, ?>) {
            objects.add(Json.asObject(value));
        }
        if (value instanceof List<?> list) {
            for (var element : list.subList(0, Math.min(MOST_OF_LIST, list.size()))) {
                if (element instanceof Map<?, ?>) {
                    objects.add(Json.asObject(element));
                }
            }
        }
        return objects;
    }
}
