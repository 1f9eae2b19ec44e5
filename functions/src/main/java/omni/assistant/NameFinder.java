package omni.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omni.assistant.Word.Before;

/** Finds what a text calls by a name: the words that nothing else explains, in runs. */
record NameFinder(Utterance asked, Slots slots) {

    private static final int LONGEST = 6;

    private record Run(int from, int to) {}

    void find() {
        var runs = new ArrayList<Run>();
        for (int at = 0; at < asked.size(); at++) {
            if (isOfName(at)) {
                int end = end(at);
                runs.add(new Run(begin(at), end));
                at = end - 1;
            }
        }
        likely(runs)
                .forEach(run -> slots.about(
                        new Subject(text(run), null, run.from()),
                        IntStream.range(run.from(), run.to()).boxed().collect(Collectors.toSet())));
    }

    private boolean isOfName(int at) {
        return at < asked.size()
                && !slots.isUsed(at)
                && !asked.isKnown(at)
                && !asked.word(at).isNumber();
    }

    /** Words that are known are part of a name where they are written as one, beside it. */
    private boolean isCapitalBeside(int at) {
        return at > 0
                && at < asked.size()
                && asked.word(at).isCapital()
                && !slots.isUsed(at)
                && !asked.word(at).isNumber();
    }

    private int begin(int at) {
        int from = at;
        if (from > 0 && asked.lower(from - 1).equals("new") && asked.word(from).before() == Before.NOTHING) {
            from--;
        }
        while (asked.word(at).isCapital()
                && isCapitalBeside(from - 1)
                && !English.BEFORE_NAMES.contains(asked.lower(from - 1))
                && asked.word(from).before() == Before.NOTHING
                && !asked.word(from - 1).isPossessive()) {
            from--;
        }
        return from;
    }

    private int end(int from) {
        var isCapital = asked.word(from).isCapital();
        int to = from + 1;
        while (to < asked.size()
                && to - from < LONGEST
                && !asked.word(to - 1).isPossessive()
                && !asked.word(to - 1).isQuoted()) {
            if (goesOn(to, isCapital)) {
                to++;
            } else if (English.JOINING.contains(asked.lower(to)) && isJoined(to + 1, isCapital)) {
                to += 2;
            } else {
                break;
            }
        }
        return to;
    }

    private boolean goesOn(int at, boolean isCapital) {
        if (asked.word(at).before() == Before.BREAK || asked.word(at).isQuoted()) {
            return false;
        }
        return (isOfName(at)
                        && (!isCapital
                                || asked.word(at).isCapital()
                                || asked.word(at).hasDigit()))
                || (isCapital && isCapitalBeside(at));
    }

    private boolean isJoined(int at, boolean isCapital) {
        return isOfName(at)
                && asked.word(at).isCapital() == isCapital
                && asked.word(at).before() == Before.NOTHING;
    }

    /** Those written like names; where none is, those that stand where names do; else all. */
    private List<Run> likely(List<Run> runs) {
        var capital = runs.stream()
                .filter(run -> asked.word(run.from()).isCapital()
                        || asked.word(run.from()).isSymbol())
                .toList();
        if (!capital.isEmpty()) {
            return capital;
        }
        if (!slots.subjects().isEmpty()) {
            return runs.stream().filter(this::isJoined).toList();
        }
        var placed = runs.stream()
                .filter(run -> English.BEFORE_NAMES.contains(asked.lower(run.from() - 1))
                        || asked.word(run.to() - 1).isPossessive())
                .toList();
        return placed.isEmpty() || placed.size() == runs.size() ? runs : withJoined(placed, runs);
    }

    /** {@code of apple and microsoft}: the second stands there too. */
    private List<Run> withJoined(List<Run> placed, List<Run> runs) {
        var last = placed.getLast();
        return runs.stream()
                .filter(run -> placed.contains(run) || (run.from() > last.from() && isJoined(run)))
                .toList();
    }

    private boolean isJoined(Run run) {
        return run.from() > 0
                && (Set.of("and", "vs", "versus", "or", "with").contains(asked.lower(run.from() - 1))
                        || asked.word(run.from()).before() == Before.BREAK);
    }

    private String text(Run run) {
        var text = new StringBuilder(asked.word(run.from()).text());
        for (int at = run.from() + 1; at < run.to(); at++) {
            text.append(asked.word(at).before() == Before.AMPERSAND ? " & " : " ")
                    .append(asked.word(at).text());
        }
        return text.toString();
    }
}
