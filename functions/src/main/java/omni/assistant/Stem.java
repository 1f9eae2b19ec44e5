package omni.assistant;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Cuts words down to what their forms have in common; it needs to be the same for questions and tools, and no more than that. */
final class Stem {

    private static final int SHORTEST = 3;

    private Stem() {}

    static String of(String lower) {
        var word = English.canonical(lower);
        if (word.length() <= SHORTEST || word.chars().anyMatch(c -> c < 'a' || c > 'z')) {
            return word;
        }
        return undoubled(withoutEnding(withoutEnding(singular(word))));
    }

    /** The stems of a text's words, in their order, without those that say nothing. */
    static List<String> all(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'’]+"))
                .filter(word -> !word.isEmpty() && !English.isStop(word))
                .map(word -> of(word.replaceFirst("['’]s$", "")))
                .toList();
    }

    private static String singular(String word) {
        if (word.endsWith("ies")) {
            return cut(word, 3) + "y";
        }
        var isPlural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
        return isPlural ? cut(word, 1) : word;
    }

    private static String withoutEnding(String word) {
        for (var ending : new String[] {"ing", "ion", "ed", "ly", "al", "e"}) {
            if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST) {
                return cut(word, ending.length());
            }
        }
        return word;
    }

    private static String undoubled(String word) {
        int last = word.length() - 1;
        return last > SHORTEST && word.charAt(last) == word.charAt(last - 1) && word.charAt(last) != 's'
                ? cut(word, 1)
                : word;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }
}
