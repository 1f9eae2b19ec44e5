package omni.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The places where a text cites a section of {@code docs/contract.md} or {@code docs/architecture.md}, in each of the forms that we use:
 * {@code contract 3.2, 3.5 and 11.2}, {@code the contract's order (section 4)}, {@code section 8}, and any of them broken over the lines
 * of a comment.
 */
final class Citations {

    /** A cited section. */
    record Citation(String document, String section) {}

    static final String CONTRACT = "contract";
    static final String ARCHITECTURE = "architecture";

    private static final Pattern LINE_END = Pattern.compile("\\s*\\n[ \\t]*(?:\\*(?!/)|//|#|>)?[ \\t]*");
    private static final String NUMBER = "\\d+(?:\\.\\d+[a-z]?)?(?!\\w)";
    /** What may stand behind a number and is none: {@code (CORS)}, {@code , steps 3 to 7}. */
    private static final String ASIDE = "(?: \\([^()]*\\)|,? steps? \\d+(?:(?: to | and |–)\\d+)?+)";

    private static final String BETWEEN = ASIDE + "?(?:, and |, | and | or | to |–)";
    private static final String NUMBERS = "(" + NUMBER + "(?:" + BETWEEN + NUMBER + ")*)";

    private static final Pattern NAMED =
            Pattern.compile("(?i)\\b(contract|architecture)(?:'s)?,?(?: sections?)? " + NUMBERS);
    private static final Pattern NAMED_BEFORE =
            Pattern.compile("(?i)\\b(contract|architecture)\\b[^.()\"{};]{0,60} \\((?:see )?" + NUMBERS + "\\)");
    private static final Pattern UNNAMED =
            Pattern.compile("(?i)(?<!(?:contract|architecture)(?:'s)?,? )\\bsections? " + NUMBERS);
    private static final Pattern OWN = Pattern.compile("\\((?:see )?(" + NUMBER.replace("?(?!", "(?!") + ")\\)");
    private static final Pattern EACH = Pattern.compile("(?<![\\w.])" + NUMBER);
    private static final Pattern HEADING = Pattern.compile("(?m)^#{2,} (" + NUMBER + ")\\.? ");

    private Citations() {}

    /** The sections of a document: what stands before its headings. */
    static Set<String> sections(String document) {
        return HEADING.matcher(document).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** What a text cites. Where it says {@code section 4} alone, it means the document {@code own}. */
    static List<Citation> in(String text, String own) {
        var line = LINE_END.matcher(text).replaceAll(" ");
        var named = Stream.of(NAMED, NAMED_BEFORE)
                .flatMap(pattern -> pattern.matcher(line).results())
                .flatMap(found -> each(found.group(1).toLowerCase(Locale.ROOT), found.group(2)));
        var unnamed = UNNAMED.matcher(line).results().flatMap(found -> each(own, found.group(1)));
        return Stream.concat(named, unnamed).toList();
    }

    /** What the contract cites of itself in passing: {@code (7.1)}. */
    static List<Citation> inPassing(String contract) {
        return OWN.matcher(contract)
                .results()
                .map(found -> new Citation(CONTRACT, found.group(1)))
                .toList();
    }

    private static Stream<Citation> each(String document, String numbers) {
        return EACH.matcher(numbers.replaceAll(ASIDE, ""))
                .results()
                .map(found -> new Citation(document, found.group()));
    }
}
