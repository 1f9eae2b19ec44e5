package omni.sec;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a section stands in the text of its filing.
 *
 * @param key {@code item_1a}, or {@code part_ii_item_1a} in a 10-Q
 * @param title of the SEC's form
 * @param startOffset in Unicode code points
 * @param endOffset exclusive
 */
public record SectionPlace(String key, String title, int startOffset, int endOffset) {

    private static final Pattern KEY = Pattern.compile("(?:part_(i+)_)?item_([0-9]+[a-z]?)");

    public SectionPlace {
        if (startOffset < 0 || endOffset < startOffset) {
            throw new IllegalArgumentException(key + " runs from " + startOffset + " to " + endOffset);
        }
    }

    public int length() {
        return endOffset - startOffset;
    }

    /** The key as a heading: {@code Part II, Item 1A}. */
    String heading() {
        var item = KEY.matcher(key);
        if (!item.matches()) {
            return key;
        }
        var heading = "Item " + item.group(2).toUpperCase(Locale.ROOT);
        return item.group(1) == null ? heading : "Part " + item.group(1).toUpperCase(Locale.ROOT) + ", " + heading;
    }
}
