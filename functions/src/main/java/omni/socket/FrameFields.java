package omni.socket;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import omni.json.Fields;
import omni.json.PlainText;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** The fields of one frame, and the kinds of values that only frames have. */
record FrameFields(Map<String, @Nullable Object> object, Fields in) {

    static FrameFields of(Map<String, @Nullable Object> object) {
        return new FrameFields(object, Fields.of(object));
    }

    /** A text of any number of lines, which may hold tabs; it is required. */
    String lines(String name, int maxLength) {
        if (!(object.get(name) instanceof String text)) {
            in.fault(name, object.get(name) == null ? "is required" : "must be a string");
            return "";
        }
        if (!PlainText.is(text.replaceAll("[\\r\\n\\t]", " "))) {
            in.fault(
                    name,
                    "must not hold control characters but line breaks and tabs, nor override the direction of text");
            return "";
        }
        var length = text.codePointCount(0, text.length());
        if (length < 1 || length > maxLength) {
            in.fault(name, "must have 1 to " + maxLength + " characters");
        }
        return text;
    }

    /** A text of one line, or a number, as it was sent; null when absent. */
    @Nullable
    Object scalar(String name, int maxLength) {
        return object.get(name) instanceof Number number ? number : in.text(name, 0, maxLength);
    }

    /** One of some words; null when absent. */
    <E extends WireName> @Nullable E word(String name, E[] values) {
        return word(in, name, values);
    }

    static <E extends WireName> @Nullable E word(Fields in, String name, E[] values) {
        var text = in.text(name, 0, Integer.MAX_VALUE);
        if (text == null) {
            return null;
        }
        var found = WireName.find(values, text).orElse(null);
        if (found == null) {
            in.fault(
                    name,
                    "must be one of "
                            + Arrays.stream(values).map(WireName::wire).collect(Collectors.joining(", ")));
        }
        return found;
    }

    /** One of some words; it is required. */
    <E extends WireName> E requiredWord(String name, E[] values) {
        var before = in.faults().size();
        var found = word(name, values);
        if (found == null && in.faults().size() == before) {
            in.fault(name, "is required");
        }
        return found == null ? values[0] : found;
    }
}
