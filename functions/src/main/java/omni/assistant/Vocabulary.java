package omni.assistant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omni.chat.ChatTool;

/** All that is known of a product: its tools, and the words they are described with. */
final class Vocabulary {

    private final List<ToolCard> cards;
    private final Set<String> stems = new HashSet<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, Double> rarities = new HashMap<>();
    private final Spelling spelling;

    Vocabulary(List<ChatTool> tools, List<ChatTool> disconnected) {
        this.cards = Stream.concat(
                        tools.stream().map(tool -> ToolCard.of(tool, true)),
                        disconnected.stream().map(tool -> ToolCard.of(tool, false)))
                .toList();
        var words = new HashSet<>(English.COMMON);
        cards.forEach(card -> {
            stems.addAll(card.weights().keySet());
            words.addAll(card.words());
            card.parameters().values().stream()
                    .flatMap(parameter -> parameter.examples().stream())
                    .filter(example -> example.chars().anyMatch(Character::isDigit))
                    .map(example -> example.toLowerCase(Locale.ROOT))
                    .forEach(example -> codes.put(ResultTree.plain(example), example));
        });
        this.spelling = new Spelling(words);
    }

    List<ToolCard> cards() {
        return cards;
    }

    Optional<ToolCard> find(String name) {
        return cards.stream().filter(card -> card.name().equals(name)).findFirst();
    }

    Spelling spelling() {
        return spelling;
    }

    /** The code that a word is, written as the tools write it; else the word's stem. */
    String stem(String lower) {
        return codes.getOrDefault(lower, Stem.of(lower));
    }

    boolean knows(String stem) {
        return stems.contains(stem);
    }

    /** How much a stem tells tools apart: 1 where only one has it. */
    double rarity(String stem) {
        return rarities.computeIfAbsent(stem, this::counted);
    }

    private double counted(String stem) {
        long having = cards.stream()
                .filter(card -> card.weights().getOrDefault(stem, 0.0) >= 1)
                .count();
        return Math.log(1 + cards.size() / (double) Math.max(1, having)) / Math.log(1 + cards.size());
    }

    /** A tool that finds one of the parameters that another needs, by what something is called. */
    Optional<Finder> finder(ToolCard target, List<String> need) {
        return need.stream()
                .flatMap(name -> Stream.ofNullable(target.parameters().get(name)))
                .filter(parameter -> parameter.alias() == null)
                .flatMap(parameter -> cards.stream()
                        .filter(card ->
                                card.isConnected() && !card.name().equals(target.name()) && card.mentions(parameter))
                        .filter(card ->
                                card.subjectNeed().isEmpty() || need(card).contains(names(card, parameter)))
                        .flatMap(card ->
                                card.forNames(parameter.words()).stream().map(by -> new Finder(card, by, parameter))))
                .findFirst();
    }

    private static List<String> need(ToolCard card) {
        return card.subjectNeed().orElse(List.of());
    }

    private static String names(ToolCard card, Parameter sought) {
        return card.forNames(sought.words()).map(Parameter::name).orElse("");
    }

    /**
     * Another tool as a way to an argument.
     *
     * @param by its parameter that takes the name
     * @param sought the parameter that its result has a value for
     */
    record Finder(ToolCard card, Parameter by, Parameter sought) {}
}
