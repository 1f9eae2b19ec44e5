package omni.assistant;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads what a tool answered by the names of its fields, however these are written. */
final class ResultTree {

    private static final int MOST_OBJECTS = 200;

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

    /** Whether it is not whole. */
    static boolean isCut(Map<String, @Nullable Object> tree) {
        return Boolean.TRUE.equals(tree.get("truncated"));
    }

    /** How sure a result is of what it is about: a number of its own, or of an object in it. */
    static Optional<BigDecimal> confidence(Map<String, @Nullable Object> tree) {
        return Stream.concat(
                        Stream.of(tree),
                        tree.values().stream().filter(Map.class::isInstance).map(Json::asObject))
                .map(object -> object.get("confidence"))
                .filter(Number.class::isInstance)
                .map(number -> new BigDecimal(String.valueOf(number)))
                .findFirst();
    }

    /** The objects that a value is or holds. */
    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        var objects = new ArrayList<Map<String, @Nullable Object>>();
        if (value instanceof Map<?, ?>) {
            objects.add(Json.asObject(value));
        }
        if (value instanceof List<?> list) {
            for (var element : list) {
                if (element instanceof Map<?, ?>) {
                    objects.add(Json.asObject(element));
                }
            }
        }
        return objects;
    }
}
