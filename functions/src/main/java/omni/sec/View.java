package omni.sec;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How much of an object an answer holds: the value of {@code view} (contract 11.12). */
public enum View {
    /** Everything, with where it comes from. */
    DEFAULT,
    /** What names the object, and its figures. */
    COMPACT,
    /** What an agent needs to reason about the object and to cite it. */
    AGENT;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> wireNames() {
        return Stream.of(values()).map(View::wireName).toList();
    }

    static View of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
