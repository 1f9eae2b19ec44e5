package omni.dialog;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Makes what others say small enough to be sent and stored: texts by their end, results by their longest texts and lists. */
final class Cut {

    private static final List<Integer> LENGTHS = List.of(4000, 1000, 250, 60, 15);
    private static final int CHARACTERS_PER_ELEMENT = 40;
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

    /** At most so many bytes as JSON: the longest texts and lists are cut, and {@code truncated} says so; empty where that is no help. */
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> whole, int mostBytes) {
        if (Json.write(whole).length <= mostBytes) {
            return whole;
        }
        for (var length : LENGTHS) {
            var cut = new LinkedHashMap<String, @Nullable Object>(objectOf(whole, length));
            cut.put(MARK, true);
            if (Json.write(cut).length <= mostBytes) {
                return cut;
            }
        }
        return Map.of(MARK, true);
    }

    private static Map<String, @Nullable Object> objectOf(Map<?, ?> object, int length) {
        var cut = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> cut.put(String.valueOf(name), value(value, length)));
        return cut;
    }

    private static @Nullable Object value(@Nullable Object value, int length) {
        return switch (value) {
            case String text -> text(text, length);
            case Map<?, ?> object -> objectOf(object, length);
            case List<?> list ->
                list.stream()
                        .limit(Math.max(MIN_ELEMENTS, length / CHARACTERS_PER_ELEMENT))
                        .map(element -> value(element, length))
                        .toList();
            case null -> null;
            default -> value;
        };
    }
}
