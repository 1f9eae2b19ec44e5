package omni.assistant;

import java.util.Locale;

/**
 * A word of a text, or what stood between quotation marks.
 *
 * @param text as it was written, without what marks it as a possessive
 * @param before what stood between it and the word before
 */
record Word(String text, String lower, Before before, boolean isQuoted, boolean isSymbol, boolean isPossessive) {

    Word(String text, Before before, boolean isQuoted, boolean isSymbol, boolean isPossessive) {
        this(text, text.toLowerCase(Locale.ROOT), before, isQuoted, isSymbol, isPossessive);
    }

    /** What stands before a word. */
    enum Before {
        NOTHING,
        AMPERSAND,
        /** A comma or another sign that ends what came before. */
        BREAK
    }

    Word inSmall() {
        return new Word(lower, before, isQuoted, isSymbol, isPossessive);
    }

    boolean isCapital() {
        return isQuoted || Character.isUpperCase(text.codePointAt(0));
    }

    boolean isUpper() {
        return text.equals(text.toUpperCase(Locale.ROOT)) && !text.equals(lower);
    }

    boolean hasDigit() {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    boolean isNumber() {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
