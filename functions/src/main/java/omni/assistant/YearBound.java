package omni.assistant;

import java.util.Map;
import java.util.Set;

/**
 * Which side of a year a text means: {@code since 2023}, {@code 2019 or earlier}.
 *
 * @param excludes whether the year itself is not meant
 * @param first the place of the first word that says so
 * @param last that of the last
 */
record YearBound(Side side, boolean excludes, int first, int last) {

    enum Side {
        LOWER,
        UPPER,
        NONE
    }

    private record Meaning(Side side, boolean excludes) {}

    private static final Meaning FROM = new Meaning(Side.LOWER, false);
    private static final Meaning BEHIND = new Meaning(Side.LOWER, true);
    private static final Meaning TO = new Meaning(Side.UPPER, false);
    private static final Meaning AHEAD = new Meaning(Side.UPPER, true);

    private static final Map<String, Meaning> BEFORE_IT = Map.ofEntries(
            Map.entry("since", FROM),
            Map.entry("starting", FROM),
            Map.entry("beginning", FROM),
            Map.entry("after", BEHIND),
            Map.entry("later than", BEHIND),
            Map.entry("newer than", BEHIND),
            Map.entry("recent than", BEHIND),
            Map.entry("until", TO),
            Map.entry("till", TO),
            Map.entry("through", TO),
            Map.entry("up to", TO),
            Map.entry("before", AHEAD),
            Map.entry("prior to", AHEAD),
            Map.entry("earlier than", AHEAD),
            Map.entry("older than", AHEAD));
    private static final Map<String, Meaning> BEHIND_IT = Map.ofEntries(
            Map.entry("onward", FROM),
            Map.entry("onwards", FROM),
            Map.entry("or later", FROM),
            Map.entry("or newer", FROM),
            Map.entry("and later", FROM),
            Map.entry("and newer", FROM),
            Map.entry("and after", FROM),
            Map.entry("or earlier", TO),
            Map.entry("or older", TO),
            Map.entry("or before", TO),
            Map.entry("and earlier", TO),
            Map.entry("and older", TO),
            Map.entry("and before", TO));
    private static final Set<String> BETWEEN = Set.of("the", "in", "with", "year");

    /** @param last the year's own last word */
    static YearBound of(Utterance asked, int first, int last) {
        var behind = BEHIND_IT.get(asked.lower(last + 1));
        if (behind != null) {
            return new YearBound(behind.side(), behind.excludes(), first, last + 1);
        }
        behind = BEHIND_IT.get(asked.lower(last + 1) + " " + asked.lower(last + 2));
        if (behind != null) {
            return new YearBound(behind.side(), behind.excludes(), first, last + 2);
        }
        int at = first - 1;
        while (BETWEEN.contains(asked.lower(at))) {
            at--;
        }
        var before = BEFORE_IT.get(asked.lower(at));
        if (before != null) {
            return new YearBound(before.side(), before.excludes(), at, last);
        }
        before = BEFORE_IT.get(asked.lower(at - 1) + " " + asked.lower(at));
        return before == null
                ? new YearBound(Side.NONE, false, first, last)
                : new YearBound(before.side(), before.excludes(), at - 1, last);
    }
}
