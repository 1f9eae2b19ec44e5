package omni.json;

/**
 * Texts that people give: labels, names, reasons (contract 2). What shows as something else than it is, or breaks the line that
 * it stands in, is none: control characters, line and paragraph separators, halves of surrogate pairs, and what overrides or
 * isolates the direction of the text around it. Marks of direction (U+200E, U+200F, U+061C) stay: right-to-left scripts need
 * them, and they turn nothing else around.
 */
public final class PlainText {

    private static final char REPLACEMENT = '\ufffd';

    private PlainText() {}

    /** Whether a text holds nothing that may not stand in one. */
    public static boolean is(String text) {
        return text.codePoints().noneMatch(PlainText::unfit);
    }

    /** The text without what may not stand in one and without white space around it: for names that nobody could be asked to mend. */
    public static String clean(String text) {
        var cleaned = new StringBuilder(text.length());
        text.codePoints().filter(letter -> !unfit(letter)).forEach(cleaned::appendCodePoint);
        return cleaned.toString().strip();
    }

    /** The text with each half of a pair replaced: no encoding has bytes for one. */
    static String wellFormed(String text) {
        if (text.codePoints().noneMatch(PlainText::isHalf)) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        text.codePoints().map(letter -> isHalf(letter) ? REPLACEMENT : letter).forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean unfit(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> turns(letter);
        };
    }

    /** Embeddings and overrides, and isolates: each until it is popped. */
    private static boolean turns(int letter) {
        return (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
    }

    private static boolean isHalf(int letter) {
        return letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
    }
}
