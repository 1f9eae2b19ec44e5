package omni.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON array whose elements are written as they come: of them it keeps nothing but their text, and knows its length.
 *
 * @param <T> what its elements are written from
 */
public final class JsonList<T> {

    private final List<String> elements = new ArrayList<>();
    private int length;

    /** Adds an element unless the array would then be longer than so many bytes; false when it would. */
    public boolean add(T element, int maxLength) {
        var written = Json.write(element);
        var longer = length + written.length + 1;
        if (longer > maxLength) {
            return false;
        }
        elements.add(new String(written, StandardCharsets.UTF_8));
        length = longer;
        return true;
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (var element : elements) {
            out.writeRawValue(element);
        }
        out.writeEndArray();
    }
}
