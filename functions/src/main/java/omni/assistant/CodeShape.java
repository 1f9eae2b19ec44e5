package omni.assistant;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows a code by the pattern of its parameter, or as it is written like one of the parameter's examples. */
final class CodeShape {

    /** Longer words are no codes, and no pattern is tried on them. */
    private static final int LONGEST = 40;

    /** Letters in front are a word from here on, and the same in each code. */
    private static final int WORD = 3;

    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Optional<Pattern> pattern;
    private final List<Example> examples;

    /** An example, taken apart once. */
    private record Example(String text, String plain, String shape, String leading, boolean hasDigits) {

        static Example of(String text) {
            return new Example(
                    text,
                    plainOf(text),
                    shapeOf(text),
                    leadingOf(text),
                    DIGITS.matcher(text).find());
        }

        boolean isLike(String word, boolean isKnown) {
            return hasDigits
                    ? plain.equals(plainOf(word)) || isLikeMixed(word)
                    : !isKnown && word.length() <= text.length() + 1 && isUpper(word) && shape.equals(shapeOf(word));
        }

        /** Numbers alone have as many digits. */
        private boolean isLikeMixed(String word) {
            return shape.equals(shapeOf(word))
                    && (shape.equals("9")
                            ? word.length() == text.length()
                            : leading.length() < WORD || leading.equals(leadingOf(word)));
        }

        String written(String word) {
            if (hasDigits && plain.equals(plainOf(word))) {
                return text;
            }
            return isUpper(text) ? word.toUpperCase(Locale.ROOT) : isLower(text) ? word.toLowerCase(Locale.ROOT) : word;
        }
    }

    CodeShape(Parameter parameter) {
        this.pattern = parameter.pattern();
        this.examples = parameter.examples().stream().map(Example::of).toList();
    }

    /** The code that a word is. */
    Optional<String> code(String word, boolean isKnown, boolean isSymbol) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return pattern.isPresent()
                ? byPattern(pattern.get(), word, isKnown)
                : examples.stream()
                        .filter(example -> example.isLike(word, isKnown && !isSymbol))
                        .findFirst()
                        .map(example -> example.written(word));
    }

    /** Whether several words that begin with this one may be a code together, joined by lines as the examples are. */
    boolean isJoined(String first) {
        return examples.stream()
                .anyMatch(example ->
                        example.text().contains("_") && example.leading().equals(first));
    }

    private static Optional<String> byPattern(Pattern pattern, String word, boolean isKnown) {
        var hasDigit = DIGITS.matcher(word).find();
        var ways = hasDigit
                ? List.of(word, word.toUpperCase(Locale.ROOT), word.toLowerCase(Locale.ROOT))
                : isKnown ? List.<String>of() : List.of(word);
        return ways.stream().filter(way -> pattern.matcher(way).find()).findFirst();
    }

    private static boolean isUpper(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT));
    }

    private static boolean isLower(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT));
    }

    private static String shapeOf(String text) {
        return DIGITS.matcher(LETTERS.matcher(text).replaceAll("a")).replaceAll("9");
    }

    private static String leadingOf(String text) {
        var leading = LETTERS.matcher(text);
        return leading.lookingAt() ? leading.group().toLowerCase(Locale.ROOT) : "";
    }

    private static String plainOf(String text) {
        return NOT_PLAIN.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
