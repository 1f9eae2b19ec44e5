package omni.assistant;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows a code by the pattern of its parameter, or as it is written like one of the parameter's examples. */
record Shape(Parameter parameter) {

    /** Longer words are no codes, and no pattern is tried on them. */
    private static final int LONGEST = 40;

    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern LEADING = Pattern.compile("^\\p{L}*");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** The code that a word is. */
    Optional<String> code(String word, boolean isKnown, boolean isSymbol) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        if (parameter.pattern().isPresent()) {
            return byPattern(parameter.pattern().get(), word, isKnown);
        }
        return parameter.examples().stream()
                .flatMap(example -> like(example, word, isKnown && !isSymbol).stream())
                .findFirst();
    }

    private static Optional<String> byPattern(Pattern pattern, String word, boolean isKnown) {
        var hasDigit = DIGITS.matcher(word).find();
        var ways = hasDigit
                ? List.of(word, word.toUpperCase(Locale.ROOT), word.toLowerCase(Locale.ROOT))
                : isKnown ? List.<String>of() : List.of(word);
        return ways.stream().filter(way -> pattern.matcher(way).find()).findFirst();
    }

    private static Optional<String> like(String example, String word, boolean isKnown) {
        if (plain(example).equals(plain(word)) && DIGITS.matcher(example).find()) {
            return Optional.of(example);
        }
        var hasDigits = DIGITS.matcher(example).find();
        var isLike = hasDigits ? isLikeMixed(example, word) : !isKnown && isLikeLetters(example, word);
        return isLike ? Optional.of(inCaseOf(example, word)) : Optional.empty();
    }

    /** Numbers alone have as many digits; words in front are the same, single letters any. */
    private static boolean isLikeMixed(String example, String word) {
        if (DIGITS.matcher(example).matches()) {
            return word.length() == example.length() && DIGITS.matcher(word).matches();
        }
        var isSame = shape(example).equals(shape(word));
        var leading = leading(example);
        return isSame && (leading.length() < 3 || leading.equals(leading(word)));
    }

    private static boolean isLikeLetters(String example, String word) {
        return word.length() <= example.length() + 1
                && word.equals(word.toUpperCase(Locale.ROOT))
                && shape(word).equals(shape(example));
    }

    private static String inCaseOf(String example, String word) {
        if (example.equals(example.toUpperCase(Locale.ROOT))) {
            return word.toUpperCase(Locale.ROOT);
        }
        return example.equals(example.toLowerCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word;
    }

    private static String shape(String text) {
        return DIGITS.matcher(LETTERS.matcher(text).replaceAll("a")).replaceAll("9");
    }

    private static String leading(String text) {
        var leading = LEADING.matcher(text);
        return leading.find() ? leading.group().toLowerCase(Locale.ROOT) : "";
    }

    private static String plain(String text) {
        return NOT_PLAIN.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
