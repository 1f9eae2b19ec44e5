package omni.fakes;

import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Indents JSON, so that a change is a line of a difference; lists and objects of plain values stay on one line. */
public final class Pretty {

    private static final int WIDTH = 110;

    private Pretty() {}

    public static String text(@Nullable Object value) {
        var out = new StringBuilder();
        print(value, "", out);
        return out.append('\n').toString();
    }

    static void print(@Nullable Object value, String indent, StringBuilder out) {
        var plain = Json.text(value);
        var inner = indent + "  ";
        switch (value) {
            case Map<?, ?> object
            when !object.isEmpty() && (indent.isEmpty() || plain.length() > WIDTH) -> {
                var separator = "{\n";
                for (var entry : object.entrySet()) {
                    out.append(separator)
                            .append(inner)
                            .append(Json.text(entry.getKey()))
                            .append(": ");
                    print(entry.getValue(), inner, out);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            case List<?> list
            when !list.isEmpty() && plain.length() > WIDTH -> {
                var separator = "[\n";
                for (var element : list) {
                    out.append(separator).append(inner);
                    print(element, inner, out);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append(']');
            }
            case null, default -> out.append(plain);
        }
    }
}
