package omni.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import omni.assistant.YearBound.Side;

/** Finds the year that a text names, or the years from one to another. */
record Years(Utterance asked, int thisYear) {

    private static final Pattern YEAR = Pattern.compile("(19|20)[0-9]{2}");
    private static final Pattern RANGE = Pattern.compile("((19|20)[0-9]{2})-((19|20)[0-9]{2})");
    private static final Pattern FISCAL = Pattern.compile("fy'?([0-9]{4}|[0-9]{2})");
    private static final Set<String> TO = Set.of("to", "through", "till", "until", "and", "vs", "versus");
    private static final int FARTHEST = 3;

    /**
     * What was found.
     *
     * @param from where the span begins; absent where it has no beginning
     * @param to where it ends; the same as {@code from} for one year
     * @param first the place of its first word
     * @param last the place of its last word
     */
    record Span(OptionalInt from, OptionalInt to, boolean isFiscal, int first, int last) {

        /** Whether it is a year by itself, and no bound and no range. */
        boolean isOne() {
            return from.isPresent() && from.equals(to);
        }
    }

    private record Named(int from, int to, boolean isFiscal, int first, int last) {}

    Optional<Span> find() {
        var named = new ArrayList<Named>();
        for (int at = 0; at < asked.size() && named.size() < 2; at++) {
            var year = at(at);
            if (year.isPresent()) {
                named.add(year.get());
                at = year.get().last();
            }
        }
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(named.size() > 1 && areJoined(named) ? both(named) : one(named.getFirst()));
    }

    private boolean areJoined(List<Named> named) {
        int between = named.get(1).first() - named.get(0).last();
        return between == 1
                || (between <= FARTHEST && TO.contains(asked.lower(named.get(0).last() + 1)));
    }

    private static Span both(List<Named> named) {
        var one = named.get(0);
        var other = named.get(1);
        return new Span(
                OptionalInt.of(Math.min(one.from(), other.from())),
                OptionalInt.of(Math.max(one.to(), other.to())),
                one.isFiscal() || other.isFiscal(),
                one.first(),
                other.last());
    }

    private Span one(Named year) {
        var bound = YearBound.of(asked, year.first(), year.last());
        return new Span(
                bound.side() == Side.UPPER
                        ? OptionalInt.empty()
                        : OptionalInt.of(bound.excludes() ? year.to() + 1 : year.from()),
                bound.side() == Side.LOWER
                        ? OptionalInt.empty()
                        : OptionalInt.of(bound.excludes() ? year.from() - 1 : year.to()),
                year.isFiscal(),
                bound.first(),
                bound.last());
    }

    private Optional<Named> at(int at) {
        var word = asked.lower(at);
        var range = RANGE.matcher(word);
        if (range.matches()) {
            return Optional.of(
                    new Named(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(3)), false, at, at));
        }
        var fiscal = FISCAL.matcher(word);
        if (fiscal.matches()) {
            return Optional.of(year(fiscal.group(1), true, at, at));
        }
        if (Set.of("fy", "fiscal").contains(word)) {
            int next = asked.lower(at + 1).equals("year") ? at + 2 : at + 1;
            return asked.lower(next).matches("[0-9]{4}|[0-9]{2}")
                    ? Optional.of(year(asked.lower(next), true, at, next))
                    : Optional.empty();
        }
        return YEAR.matcher(word).matches() ? Optional.of(year(word, false, at, at)) : fromThis(at);
    }

    private static Named year(String digits, boolean isFiscal, int first, int last) {
        int number = Integer.parseInt(digits);
        int year = digits.length() == 2 ? 2000 + number : number;
        return new Named(year, year, isFiscal, first, last);
    }

    /** {@code last year}, {@code two years ago}. */
    private Optional<Named> fromThis(int at) {
        var next = asked.lower(at + 1);
        var isFiscal = next.equals("fiscal") && asked.lower(at + 2).equals("year");
        if (next.equals("year") || isFiscal) {
            var away = switch (asked.lower(at)) {
                case "last", "previous", "prior" -> OptionalInt.of(-1);
                case "this", "current" -> OptionalInt.of(0);
                case "next" -> OptionalInt.of(1);
                default -> OptionalInt.empty();
            };
            return away.isEmpty()
                    ? Optional.empty()
                    : Optional.of(away(away.getAsInt(), isFiscal, at, isFiscal ? at + 2 : at + 1));
        }
        var count = English.number(asked.lower(at));
        return count.isPresent()
                        && next.startsWith("year")
                        && asked.lower(at + 2).equals("ago")
                ? Optional.of(away(-count.getAsInt(), false, at, at + 2))
                : Optional.empty();
    }

    private Named away(int years, boolean isFiscal, int first, int last) {
        return new Named(thisYear + years, thisYear + years, isFiscal, first, last);
    }
}
