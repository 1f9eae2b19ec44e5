package omni.dialog;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Makes what others say small enough to be sent and stored: texts by their end, results by their longest texts and lists. */
final class Cut {

    private static final int SHORTEST_TEXT = 15;

    /** Rather than fewer, shorter texts. */
    private static final int MIN_ELEMENTS = 3;

    private static final String MARK = "truncated";

    private Cut() {}

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** At most so many characters, without half of a pair of surrogates. */
    static String text(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    static @Nullable String textOrNull(@Nullable String text, int most) {
        return text == null ? null : text(text, most);
    }

    /**
     * At most so many bytes as JSON: the longest texts and lists are cut, and {@code truncated} says so; empty where that is no help. Lists
     * keep as many elements as fit.
     */
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> whole, int mostBytes) {
        if (Json.write(whole).length <= mostBytes) {
            return whole;
        }
        for (var length : lengths(mostBytes)) {
            var least = length == SHORTEST_TEXT ? 0 : MIN_ELEMENTS;
            if (Json.write(cut(whole, length, least)).length <= mostBytes) {
                return cut(whole, length, mostElements(whole, length, mostBytes, least));
            }
        }
        return Map.of(MARK, true);
    }

    /** How long a text may be, the longest first. */
    private static List<Integer> lengths(int mostBytes) {
        return Stream.of(2 * mostBytes / 3, mostBytes / 6, 250, 60, SHORTEST_TEXT)
                .filter(length -> length >= SHORTEST_TEXT && length < mostBytes)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** @param fitting so many fit */
    private static int mostElements(Map<String, @Nullable Object> whole, int length, int mostBytes, int fitting) {
        var low = fitting;
        var high = mostBytes;
        while (low < high) {
            var middle = (low + high + 1) / 2;
            if (Json.write(cut(whole, length, middle)).length <= mostBytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static Map<String, @Nullable Object> cut(Map<String, @Nullable Object> whole, int length, int elements) {
        var cut = new LinkedHashMap<String, @Nullable Object>(objectOf(whole, length, elements));
        cut.put(MARK, true);
        return cut;
    }

    private static Map<String, @Nullable Object> objectOf(Map<?, ?> object, int length, int elements) {
        var cut = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> cut.put(String.valueOf(name), value(value, length, elements)));
        return cut;
    }

    private static @Nullable Object value(@Nullable Object value, int length, int elements) {
        return switch (value) {
            case String text -> text(text, length);
            case Map<?, ?> object -> objectOf(object, length, elements);
            case List<?> list ->
                list.stream()
                        .limit(elements)
                        .map(element -> value(element, length, elements))
                        .toList();
            case null -> null;
            default -> value;
        };
    }
}
