package omni.assistant;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tool may be asked with, as far as a schema says how people write it.
 *
 * @param words its name as people write it
 * @param type of JSON
 * @param choices the values that are named; others are possible unless {@code kind} says so
 * @param examples texts that it may be
 * @param pattern that a text has to match
 * @param alias another parameter that means the same
 * @param isNeeded required, and without a value of its own
 */
record Parameter(
        String name,
        String words,
        String type,
        Kind kind,
        String description,
        List<Choice> choices,
        List<String> examples,
        Optional<Pattern> pattern,
        Range range,
        @Nullable String alias,
        boolean isNeeded) {

    /** How its value is found in a text. */
    enum Kind {
        /** One of a closed list. */
        CHOICE,
        YEAR,
        COUNT,
        DATE,
        TRUTH,
        /** A word of a certain shape. */
        CODE,
        /** Whatever something is called by. */
        NAME,
        /** Only where the parameter itself is named. */
        OTHER
    }

    /** What a number may be. */
    record Range(long least, long most) {
        boolean holds(long number) {
            return number >= least && number <= most;
        }
    }

    private static final Set<String> SEARCHES =
            Set.of("name", "query", "q", "text", "search", "term", "keyword", "keywords");
    private static final Pattern OF_NAMES = Pattern.compile("\\b(name|names|called|query|words|text)\\b");

    Parameter {
        choices = List.copyOf(choices);
        examples = List.copyOf(examples);
    }

    /** Whether its values stand in no list and follow no calendar: what a question is about. */
    boolean isSubject() {
        return choices.isEmpty() && (kind == Kind.CODE || kind == Kind.NAME || kind == Kind.OTHER);
    }

    /** How well it takes what something is called by; 0 for not at all. */
    int fitForNames(String sought) {
        if (kind != Kind.NAME) {
            return 0;
        }
        int searches = SEARCHES.contains(name) ? 2 : 0;
        int says = describesNames(description) ? 1 : 0;
        int mentions = description.toLowerCase(Locale.ROOT).contains(sought.toLowerCase(Locale.ROOT)) ? 1 : 0;
        return 1 + searches + says + (sought.isEmpty() ? 0 : mentions);
    }

    static boolean isForNames(String name, String description) {
        return SEARCHES.contains(name) || describesNames(description);
    }

    private static boolean describesNames(String description) {
        return OF_NAMES.matcher(description.toLowerCase(Locale.ROOT)).find();
    }
}
