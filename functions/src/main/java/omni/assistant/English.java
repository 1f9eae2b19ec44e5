package omni.assistant;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The little general English that is known besides a product's own words. */
final class English {

    /** Words that say nothing of what is meant. */
    private static final Set<String> STOP = words("""
            a about above actually after again all also am an and another any anybody anyone anything are aren't around as ask at away
            back be because been before being below between both bring but by bye call came can can't cannot certain check come could
            couldn't currently data day days described detail details did didn't display do does doesn't doing don't done down during each
            either else ever every everything exactly explain fetch few fewer figure figures find for from full further gave
            get gets getting give given gives go going good got great grab had happen happened happening has have haven't having he
            hello help her here hey hi him his hint how how's however i i'd i'll i'm i've if in info information inside instead into is
            isn't it it's its itself just kindly know known last let let's like list little long look looking lot made make many may
            maybe me mean means might more most much must my myself near need needed needs new next no none nope not nothing now number
            numbers of off ok okay old on once one only onto or other others our out over overview own part past per perhaps please pls
            plz possible present previous problem provide pull put quick quickly rather read really regarding related respectively result results right said same saw say says see send set shall she should show shows since so
            some somebody someone something soon sort stuff such sure take talk tell than thank thanks that that's the their them then
            there there's these they thing things think this those though through thx till time to today tomorrow too took toward try
            two under unless until up upon us use used using value values very via want wanted wants was way we week weeks well went were
            weren't what what's whats when where whether which while who who's whole whose why will wish with within without won't would
            wouldn't year years yep yes yesterday yet yo you you'd your yours""");

    /** Those among them that can be misspelt into nothing else, and so are known when a word is corrected. */
    static final Set<String> COMMON = words("""
            about before between could display explain first further information latest please previous quarter quarterly regarding
            report should since something thanks their through today tomorrow value where which would yearly years yesterday""");

    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("newest", "latest"),
            Map.entry("recent", "latest"),
            Map.entry("recently", "latest"),
            Map.entry("current", "latest"),
            Map.entry("yearly", "annual"),
            Map.entry("companies", "company"),
            Map.entry("firm", "company"),
            Map.entry("corporation", "company"),
            Map.entry("mean", "meaning"));

    private static final Set<String> COMMON_STEMS =
            COMMON.stream().map(Stem::of).collect(Collectors.toSet());

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern ORDINAL = Pattern.compile("[0-9]{1,2}(st|nd|rd|th)");
    private static final List<String> NUMBERS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
    private static final List<String> ORDINALS =
            List.of("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");

    /** What joins the words of a name. */
    static final Set<String> JOINING = Set.of("of", "the", "de", "la", "del", "van", "von");

    /** What stands before whatever is asked about. */
    static final Set<String> BEFORE_NAMES =
            Set.of("of", "for", "about", "in", "at", "on", "by", "from", "to", "is", "with");

    /** What stands before a count of the newest or the coming. */
    static final Set<String> BEFORE_COUNTS = Set.of(
            "last", "past", "next", "newest", "latest", "first", "top", "recent", "previous", "limit", "coming", "for");

    /** What a message begins with that goes on where the one before ended. */
    static final Set<String> GOING_ON =
            Set.of("and", "same", "also", "now", "then", "or", "what", "how", "but", "ok", "no");

    private English() {}

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.strip().split("\\s+")));
    }

    static boolean isCommon(String stem) {
        return COMMON_STEMS.contains(stem);
    }

    static boolean isStop(String lower) {
        return STOP.contains(lower.indexOf('’') < 0 ? lower : lower.replace('’', '\''));
    }

    /** The word that stands for all that mean the same. */
    static String canonical(String lower) {
        return SAME.getOrDefault(lower, lower);
    }

    /** A whole number of at most four digits, or a small one in letters. */
    static OptionalInt number(String lower) {
        if (NUMBER.matcher(lower).matches()) {
            return OptionalInt.of(Integer.parseInt(lower));
        }
        int named = NUMBERS.indexOf(lower);
        return named < 0 ? OptionalInt.empty() : OptionalInt.of(named);
    }

    /** {@code 2nd}, {@code second}. */
    static OptionalInt ordinal(String lower) {
        if (ORDINAL.matcher(lower).matches()) {
            return OptionalInt.of(Integer.parseInt(lower.replaceAll("[a-z]", "")));
        }
        int named = ORDINALS.indexOf(lower);
        return named < 1 ? OptionalInt.empty() : OptionalInt.of(named);
    }
}
