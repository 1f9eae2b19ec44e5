package omni.assistant;

import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a text is to be found in what tools answer.
 *
 * @param stems that a row's label may have
 * @param words those among them that say nothing else, as they were written: what is called by none of them was not found
 */
record Sought(Set<String> stems, Map<String, String> words) {

    static final Sought NOTHING = new Sought(Set.of(), Map.of());

    static Sought of(Utterance asked, List<Draft> drafts) {
        var stems = new LinkedHashSet<>(asked.meant());
        stems.removeAll(ofSubjects(drafts));
        stems.removeIf(stem -> stem.chars().anyMatch(Character::isDigit));
        var mentioned = mentioned(asked, drafts);
        stems.removeIf(stem -> mentioned.containsAll(asked.places(stem)));
        var ofTools = drafts.stream()
                .flatMap(draft -> ofTool(draft.card()))
                .flatMap(text -> Stem.all(text).stream())
                .collect(toSet());
        var words = new LinkedHashMap<String, String>();
        stems.stream()
                .filter(stem -> !ofTools.contains(stem))
                .forEach(stem -> words.put(
                        stem, asked.lower(asked.places(stem).iterator().next())));
        return new Sought(stems, words);
    }

    private static Set<String> ofSubjects(List<Draft> drafts) {
        return drafts.stream()
                .flatMap(draft -> draft.subjects().stream())
                .flatMap(subject -> Stream.concat(
                        Stream.of(Stem.of(subject.text().toLowerCase(Locale.ROOT)), subject.text()),
                        Stem.all(subject.text()).stream()))
                .collect(toSet());
    }

    private static Stream<String> ofTool(ToolCard card) {
        return Stream.concat(
                Stream.of(card.name(), card.tool().title(), card.tool().description()),
                card.parameters().values().stream()
                        .filter(parameter -> parameter.choices().isEmpty())
                        .flatMap(parameter -> Stream.of(parameter.words(), parameter.description())));
    }

    /** Where the value of a choice is named: by all of its words, or by some of them that stand together. */
    private static Set<Integer> mentioned(Utterance asked, List<Draft> drafts) {
        var places = new HashSet<Integer>();
        for (var draft : drafts) {
            for (var value : draft.arguments().values()) {
                var words = Stem.all(String.valueOf(value).replace('_', ' '));
                var said = words.stream()
                        .flatMap(word -> asked.places(word).stream())
                        .collect(toSet());
                said.stream()
                        .filter(at -> words.size() == 1 || said.contains(at - 1) || said.contains(at + 1))
                        .forEach(places::add);
            }
        }
        return places;
    }
}
