package omni.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One of the values that a parameter may have.
 *
 * @param label the value as people write it, with what it is called
 * @param phrases stems of what it is called by: all of one phrase mean it
 */
record Choice(Object value, String label, List<List<String>> phrases) {

    private static final Pattern BETWEEN_PHRASES = Pattern.compile(",| or |[()]");

    Choice {
        phrases = List.copyOf(phrases);
    }

    /**
     * A value with what its parameter's schema says of it.
     *
     * @param title of the value; may be empty
     * @param words that describe it, with commas between; may be empty
     */
    static Choice of(Object value, String title, String words) {
        var text = String.valueOf(value);
        var spaced = text.replace('_', ' ');
        var phrases = new ArrayList<List<String>>();
        phrases.add(List.of(Stem.of(text.toLowerCase(Locale.ROOT))));
        phrases.add(Stem.all(spaced));
        phrases.add(Stem.all(title));
        for (var phrase : BETWEEN_PHRASES.split(words, -1)) {
            phrases.add(Stem.all(phrase));
        }
        phrases.removeIf(List::isEmpty);
        var first = title.isEmpty() ? BETWEEN_PHRASES.split(words, 2)[0].strip() : title;
        var label = first.isEmpty() || first.equalsIgnoreCase(spaced) ? spaced : spaced + " (" + first + ")";
        return new Choice(value, label, phrases.stream().distinct().toList());
    }
}
