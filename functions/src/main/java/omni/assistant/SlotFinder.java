package omni.assistant;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import omni.assistant.Parameter.Kind;

/** Finds in a text what a tool's parameters are told: those that are named first, then by kind. */
final class SlotFinder {

    /** How many words are joined to one code at most, as in {@code part ii item 1a}. */
    private static final int MOST_JOINED = 4;

    private static final Pattern DATE = Pattern.compile("(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");

    private final ToolCard card;
    private final Utterance asked;
    private final LocalDate today;
    private final Slots slots = new Slots();

    private SlotFinder(ToolCard card, Utterance asked, LocalDate today) {
        this.card = card;
        this.asked = asked;
        this.today = today;
    }

    static Slots find(ToolCard card, Utterance asked, LocalDate today) {
        return new SlotFinder(card, asked, today).find();
    }

    private Slots find() {
        var parameters = List.copyOf(card.parameters().values());
        parameters.forEach(this::named);
        var chosen = parameters.stream()
                .filter(parameter -> !parameter.choices().isEmpty())
                .toList();
        chosen.stream()
                .filter(parameter -> !slots.has(parameter))
                .forEach(parameter -> new ChoiceFinder(card, parameter, asked, slots).findWhole());
        chosen.stream()
                .filter(parameter -> !slots.has(parameter))
                .forEach(parameter -> new ChoiceFinder(card, parameter, asked, slots).findPart());
        new YearSlots(card, asked, today, slots).find();
        new Counts(card, asked, slots).find();
        parameters.stream().filter(parameter -> parameter.kind() == Kind.DATE).forEach(this::date);
        parameters.stream().filter(parameter -> parameter.kind() == Kind.TRUTH).forEach(this::truth);
        parameters.stream()
                .filter(parameter ->
                        parameter.kind() == Kind.CODE && parameter.alias() == null && !slots.has(parameter))
                .forEach(this::codes);
        new NameFinder(asked, slots).find();
        return slots;
    }

    /** {@code cik 320193}, {@code limit is 3}. */
    private void named(Parameter parameter) {
        var words = List.of(parameter.words().split(" "));
        for (int at = 0; at < asked.size(); at++) {
            int after = at + words.size();
            var first = at;
            var isNamed = asked.lower(at).equals(parameter.name())
                    || IntStream.range(0, words.size())
                            .allMatch(word -> asked.lower(first + word).equals(words.get(word)));
            if (isNamed) {
                int value = asked.lower(at).equals(parameter.name()) ? at + 1 : after;
                while (Set.of("is", "number", "no", "code").contains(asked.lower(value))) {
                    value++;
                }
                if (value < asked.size() && take(parameter, value)) {
                    IntStream.range(at, value).forEach(place -> slots.use(place));
                    return;
                }
            }
        }
    }

    private boolean take(Parameter parameter, int at) {
        var word = asked.word(at);
        if (slots.isUsed(at)) {
            return false;
        }
        return switch (parameter.kind()) {
            case COUNT, YEAR -> {
                var isGiven = word.isNumber()
                        && word.text().length() < 9
                        && parameter.range().holds(Long.parseLong(word.text()));
                if (isGiven) {
                    slots.put(parameter, Long.parseLong(word.text()), Set.of(at));
                }
                yield isGiven;
            }
            case CODE, OTHER -> {
                var isGiven = !asked.isStop(at) && (word.hasDigit() || (word.isUpper() && !asked.isKnown(at)));
                if (isGiven) {
                    code(
                            parameter,
                            new CodeShape(parameter)
                                    .code(word.text(), false, false)
                                    .orElse(word.text()),
                            at,
                            Set.of(at));
                }
                yield isGiven;
            }
            case CHOICE, DATE, TRUTH, NAME -> false;
        };
    }

    private void date(Parameter parameter) {
        for (int at = 0; at < asked.size() && !slots.has(parameter); at++) {
            var word = asked.lower(at);
            var day = switch (word) {
                case "today", "tonight" -> today.toString();
                case "tomorrow" -> today.plusDays(1).toString();
                case "yesterday" -> today.minusDays(1).toString();
                default -> DATE.matcher(word).matches() ? word : "";
            };
            if (!day.isEmpty()) {
                slots.put(parameter, day, Set.of(at));
            }
        }
    }

    private void truth(Parameter parameter) {
        var stems = Stem.all(parameter.words());
        var places = stems.stream().flatMap(stem -> asked.places(stem).stream()).collect(toSet());
        if (!stems.isEmpty() && asked.meant().containsAll(stems)) {
            var isNot = places.stream()
                    .anyMatch(at -> Set.of("no", "not", "without").contains(asked.lower(at - 1)));
            slots.put(parameter, !isNot, places);
        }
    }

    private void codes(Parameter parameter) {
        var shape = new CodeShape(parameter);
        for (int at = 0; at < asked.size(); at++) {
            for (int count = Math.min(MOST_JOINED, asked.size() - at); count > 0; count--) {
                var places = IntStream.range(at, at + count).boxed().collect(toSet());
                var code = places.stream().anyMatch(slots::isUsed) ? "" : joined(shape, at, count);
                if (!code.isEmpty()) {
                    code(parameter, code, at, places);
                    break;
                }
            }
        }
    }

    /** The code that some words are together; several only where examples are joined by a line. */
    private String joined(CodeShape shape, int at, int count) {
        var word = asked.word(at);
        if (count == 1) {
            var isWord = (asked.isStop(at) && !word.isSymbol()) || word.isQuoted();
            return isWord
                    ? ""
                    : shape.code(word.text(), asked.isKnown(at), word.isSymbol())
                            .orElse("");
        }
        if (!shape.isJoined(asked.lower(at))) {
            return "";
        }
        var text = IntStream.range(at, at + count).mapToObj(asked::lower).collect(joining("_"));
        return shape.code(text, false, false).orElse("");
    }

    private void code(Parameter parameter, String code, int at, Set<Integer> places) {
        if (isSubject(parameter)) {
            slots.about(new Subject(code, parameter.name(), at), places);
        } else if (!slots.has(parameter)) {
            slots.put(parameter, code, places);
        }
    }

    /** Whether it is what the tool has to be told; of a tool that needs nothing, the first that a question can be about. */
    private boolean isSubject(Parameter parameter) {
        var need = card.subjectNeed();
        return parameter.isSubject()
                && need.map(names -> names.contains(parameter.name()))
                        .orElse(card.subjects().indexOf(parameter) == 0);
    }
}
