package omni.assistant;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omni.assistant.Parameter.Kind;

/** Gives the numbers of a text to the parameters that count: by the word after, or where the newest so many are asked for. */
record Counts(ToolCard card, Utterance asked, Slots slots) {

    private static final int DAYS_OF_WEEK = 7;

    void find() {
        var counts = card.parameters().values().stream()
                .filter(parameter ->
                        parameter.kind() == Kind.COUNT && parameter.type().equals("integer"))
                .toList();
        for (int at = 0; at < asked.size() && !counts.isEmpty(); at++) {
            var number = English.number(asked.lower(at));
            if (number.isPresent() && !slots.isUsed(at)) {
                give(number.getAsInt(), at, counts);
            } else if (Set.of("a", "next", "coming").contains(asked.lower(at))
                    && asked.lower(at + 1).equals("week")) {
                weeks(1, Set.of(at, at + 1), counts);
            }
        }
    }

    private void give(int number, int at, List<Parameter> counts) {
        var next = asked.lower(at + 1);
        if (next.equals("week") || next.equals("weeks")) {
            weeks(number, Set.of(at, at + 1), counts);
            return;
        }
        var named = counts.stream().filter(parameter -> says(parameter, next)).findFirst();
        var before = asked.lower(at - 1);
        var isOfNewest = English.BEFORE_COUNTS.contains(before) || before.isEmpty();
        var chosen = named.or(
                () -> isOfNewest && counts.size() == 1 ? counts.stream().findFirst() : Optional.empty());
        chosen.filter(parameter -> parameter.range().holds(number)).ifPresent(parameter -> {
            var places = new HashSet<>(Set.of(at));
            if (named.isPresent()) {
                places.add(at + 1);
            }
            slots.put(parameter, (long) number, places);
        });
    }

    private void weeks(int number, Set<Integer> places, List<Parameter> counts) {
        counts.stream()
                .filter(parameter ->
                        says(parameter, "days") && parameter.range().holds((long) number * DAYS_OF_WEEK))
                .findFirst()
                .ifPresent(parameter -> slots.put(parameter, (long) number * DAYS_OF_WEEK, places));
    }

    private static boolean says(Parameter parameter, String word) {
        var words = (parameter.words() + " " + parameter.description())
                .toLowerCase(Locale.ROOT)
                .split("[^a-z]+");
        return !word.isEmpty()
                && Stream.of(words)
                        .anyMatch(said -> said.length() > 2 && Stem.of(said).equals(Stem.of(word)));
    }
}
