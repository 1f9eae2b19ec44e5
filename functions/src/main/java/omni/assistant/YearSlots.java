package omni.assistant;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omni.assistant.Parameter.Kind;

/** Gives the years that a text names to the parameters that take them. */
record YearSlots(ToolCard card, Utterance asked, LocalDate today, Slots slots) {

    private static final Set<String> BEGINNINGS = Set.of("from", "since", "start", "after", "begin", "min");
    private static final Set<String> ENDS = Set.of("to", "until", "end", "before", "through", "max");

    void find() {
        var years = card.parameters().values().stream()
                .filter(parameter -> parameter.kind() == Kind.YEAR && !slots.has(parameter))
                .toList();
        new Years(asked, today.getYear()).find().ifPresent(span -> give(span, years));
    }

    /** A year is given as what was meant or not at all: of a bound or a range no single year is made. */
    private void give(Years.Span span, List<Parameter> years) {
        var froms = bounds(years, BEGINNINGS);
        var tos = bounds(years, ENDS);
        var ones = years.stream()
                .filter(each -> !froms.contains(each) && !tos.contains(each))
                .toList();
        if (span.isOne() && !ones.isEmpty()) {
            put(best(span, ones), span.to(), span);
        } else if ((span.from().isEmpty() || !froms.isEmpty()) && (span.to().isEmpty() || !tos.isEmpty())) {
            froms.stream().findFirst().ifPresent(each -> put(each, span.from(), span));
            tos.stream().findFirst().ifPresent(each -> put(each, span.to(), span));
        } else if (!span.isOne()) {
            slots.leaveOut(
                    IntStream.rangeClosed(span.first(), span.last())
                            .mapToObj(asked::lower)
                            .collect(joining(" ")),
                    IntStream.rangeClosed(span.first(), span.last()).boxed().collect(toSet()));
        }
    }

    private static List<Parameter> bounds(List<Parameter> years, Set<String> words) {
        return years.stream()
                .filter(each -> Stream.of(each.words().split(" ")).anyMatch(words::contains))
                .toList();
    }

    private void put(Parameter parameter, OptionalInt year, Years.Span span) {
        if (year.isPresent() && parameter.range().holds(year.getAsInt())) {
            slots.put(
                    parameter,
                    (long) year.getAsInt(),
                    IntStream.rangeClosed(span.first(), span.last()).boxed().collect(toSet()));
        }
    }

    /** The fiscal one where that is said; else the one whose words are said; else the fiscal one, or the first. */
    private Parameter best(Years.Span span, List<Parameter> ones) {
        var fiscal = ones.stream().filter(YearSlots::isFiscal).findFirst().orElse(ones.getFirst());
        if (span.isFiscal()) {
            return fiscal;
        }
        var meant = asked.meant();
        return ones.stream()
                .filter(each ->
                        !isFiscal(each) && Stem.all(each.words()).stream().anyMatch(meant::contains))
                .findFirst()
                .orElse(fiscal);
    }

    private static boolean isFiscal(Parameter parameter) {
        return parameter.name().startsWith("fy")
                || parameter.words().contains("fiscal")
                || parameter.description().toLowerCase(Locale.ROOT).contains("fiscal");
    }
}
