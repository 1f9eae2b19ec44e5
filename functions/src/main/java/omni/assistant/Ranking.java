package omni.assistant;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import omni.assistant.Parameter.Kind;

/** The tools by how much a text says that they are meant, the likeliest first; equal ones in the catalog's order. */
record Ranking(List<Scored> scored) {

    /** Below it nothing is meant. */
    static final double LEAST = 1.2;

    /** From here on a tool is meant whatever was spoken of before. */
    static final double CLEAR = 2.4;

    /** A second one as near as that is perhaps meant as well. */
    private static final double NEAR = 0.85;

    private static final double FOR_NAME = 2;
    private static final double FOR_TIME = 0.8;
    private static final double FOR_CODE = 1.5;
    private static final double WITHOUT_CHOICE = 1.2;
    private static final Set<Kind> TIMES = Set.of(Kind.YEAR, Kind.COUNT, Kind.DATE);
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    record Scored(ToolCard card, double score) {}

    Ranking {
        scored = List.copyOf(scored);
    }

    static Ranking of(Vocabulary vocabulary, Utterance asked, LocalDate today) {
        return new Ranking(vocabulary.cards().stream()
                .map(card -> new Scored(card, score(vocabulary, card, asked, today)))
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList());
    }

    private static double score(Vocabulary vocabulary, ToolCard card, Utterance asked, LocalDate today) {
        var meant = asked.meant();
        double said = meant.stream()
                .filter(stem -> !NUMBER.matcher(stem).matches())
                .mapToDouble(stem -> card.weights().getOrDefault(stem, 0.0) * vocabulary.rarity(stem))
                .sum();
        long named = card.names().stream().filter(meant::contains).count();
        return said <= 0
                ? 0
                : said
                        + FOR_NAME * named / Math.max(1, card.names().size())
                        + told(card, SlotFinder.find(card, asked, today));
    }

    /** What its parameters add that are told, and those that are not take away. */
    private static double told(ToolCard card, Slots slots) {
        var isTimed = slots.arguments().keySet().stream()
                .map(name -> card.parameters().get(name))
                .anyMatch(parameter -> parameter != null && TIMES.contains(parameter.kind()));
        var isCoded = slots.subjects().stream().anyMatch(subject -> subject.parameter() != null);
        return (isTimed ? FOR_TIME : 0) + (isCoded ? FOR_CODE : 0) - (lacksChoice(card, slots) ? WITHOUT_CHOICE : 0);
    }

    /** Whether it needs one of its choices, and the text says none. */
    private static boolean lacksChoice(ToolCard card, Slots slots) {
        return card.parameters().values().stream()
                .filter(parameter ->
                        parameter.isNeeded() && !parameter.choices().isEmpty())
                .anyMatch(parameter -> !slots.has(parameter) && !slots.ties().containsKey(parameter.name()));
    }

    /** The likeliest; empty where nothing is meant. */
    Optional<Scored> best() {
        return scored.stream().findFirst().filter(first -> first.score() >= LEAST);
    }

    boolean isClear() {
        return best().filter(first -> first.score() >= CLEAR).isPresent();
    }

    /** All that are about as likely as the likeliest. */
    List<ToolCard> near() {
        double most = best().map(Scored::score).orElse(Double.MAX_VALUE);
        return scored.stream()
                .filter(each -> each.score() >= most * NEAR && each.score() >= LEAST)
                .map(Scored::card)
                .toList();
    }
}
