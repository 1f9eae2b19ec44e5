package omni.assistant;

import static java.util.stream.Collectors.toSet;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds which of a parameter's choices a text means: by all words of what one is called, or else by most of them. */
record ChoiceFinder(ToolCard card, Parameter parameter, Utterance asked, Slots slots) {

    private record Fit(Choice choice, int score, Set<String> stems) {}

    /** By all words of what a choice is called. */
    void findWhole() {
        var meant = asked.meant();
        take(parameter.choices().stream()
                .flatMap(choice -> choice.phrases().stream()
                        .filter(meant::containsAll)
                        .map(phrase -> new Fit(choice, phrase.size(), Set.copyOf(phrase))))
                .toList());
    }

    /** By words that have not been read as something else, and say more than which tool is meant. */
    void findPart() {
        if (!slots.ties().containsKey(parameter.name())) {
            var free = asked.meant().stream()
                    .filter(stem -> !card.titles().contains(stem)
                            && asked.places(stem).stream().noneMatch(slots::isUsed))
                    .collect(toSet());
            take(parameter.choices().stream()
                    .map(choice -> part(choice, free))
                    .filter(fit -> fit.score() > 0)
                    .toList());
        }
    }

    /** The phrase of which most is there: at least half of it, or a word that only this choice has. */
    private Fit part(Choice choice, Set<String> free) {
        return choice.phrases().stream()
                .map(phrase -> {
                    var there = phrase.stream().filter(free::contains).collect(toSet());
                    var isEnough = 2 * there.size() >= phrase.size()
                            || there.stream().anyMatch(stem -> isOnlyOf(choice, stem));
                    return new Fit(choice, isEnough ? 100 * there.size() / phrase.size() : 0, there);
                })
                .max(Comparator.comparingInt(Fit::score))
                .orElseThrow();
    }

    private void take(List<Fit> fits) {
        int most = fits.stream().mapToInt(Fit::score).max().orElse(0);
        var best = fits.stream().filter(fit -> fit.score() == most).toList();
        var choices = best.stream().map(Fit::choice).distinct().toList();
        if (choices.size() == 1) {
            slots.put(parameter, choices.getFirst().value(), places(best));
        } else if (choices.size() > 1) {
            slots.tie(parameter, choices, places(best));
        }
    }

    private Set<Integer> places(List<Fit> fits) {
        return fits.stream()
                .flatMap(fit -> fit.stems().stream())
                .flatMap(stem -> asked.places(stem).stream())
                .collect(toSet());
    }

    private boolean isOnlyOf(Choice choice, String stem) {
        return parameter.choices().stream()
                .filter(other -> !other.equals(choice))
                .noneMatch(other -> other.phrases().stream().anyMatch(phrase -> phrase.contains(stem)));
    }
}
