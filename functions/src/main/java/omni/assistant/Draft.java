package omni.assistant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.assistant.Parameter.Kind;

/**
 * A tool's call as far as it is understood.
 *
 * @param subjects what it is to be asked about, one after the other
 * @param ties parameters for which several choices fit
 * @param leftOut words that the tool has no parameter for; may be empty
 */
record Draft(
        ToolCard card,
        Map<String, Object> arguments,
        List<Subject> subjects,
        Map<String, List<Choice>> ties,
        String leftOut) {

    Draft {
        arguments = Map.copyOf(arguments);
        subjects = List.copyOf(subjects);
        ties = Map.copyOf(ties);
    }

    static Draft of(ToolCard card, Slots slots) {
        return new Draft(card, slots.arguments(), slots.subjects(), slots.ties(), slots.leftOut());
    }

    Draft with(String parameter, Object value) {
        var more = new LinkedHashMap<>(arguments);
        more.put(parameter, value);
        var fewer = new LinkedHashMap<>(ties);
        fewer.remove(parameter);
        return new Draft(card, more, subjects, fewer, leftOut);
    }

    /** Only whom it is about. */
    static Draft about(ToolCard card, List<Subject> subjects) {
        return new Draft(card, Map.of(), subjects, Map.of(), "");
    }

    Draft about(List<Subject> others) {
        return new Draft(card, arguments, others, ties, leftOut);
    }

    /** This, and what was said before where it says nothing itself. */
    Draft after(Draft before) {
        var merged = new LinkedHashMap<String, Object>();
        if (before.card().name().equals(card.name())) {
            merged.putAll(before.arguments());
            if (namesYear(arguments) || !leftOut.isEmpty()) {
                merged.keySet().removeIf(this::isYear);
            }
        }
        merged.putAll(arguments);
        var open = new LinkedHashMap<>(ties);
        open.keySet().removeAll(merged.keySet());
        var isOfBefore = leftOut.isEmpty()
                && !namesYear(arguments)
                && before.card().name().equals(card.name());
        return new Draft(
                card,
                merged,
                subjects.isEmpty() ? fitting(before.subjects()) : subjects,
                open,
                isOfBefore ? before.leftOut() : leftOut);
    }

    /** Codes of other tools' parameters are no names. */
    private List<Subject> fitting(List<Subject> others) {
        return others.stream()
                .filter(subject ->
                        subject.parameter() == null || card.parameters().containsKey(subject.parameter()))
                .toList();
    }

    private boolean namesYear(Map<String, Object> given) {
        return given.keySet().stream().anyMatch(this::isYear);
    }

    private boolean isYear(String name) {
        var parameter = card.parameters().get(name);
        return parameter != null && parameter.kind() == Kind.YEAR;
    }

    /** The first thing that has to be known and is not; empty where the tool can be called. */
    Optional<Parameter> missing() {
        var needed = card.needs().stream()
                .filter(need -> need.stream().noneMatch(arguments::containsKey))
                .filter(need -> subjects.isEmpty()
                        || !card.subjectNeed().filter(need::equals).isPresent())
                .map(List::getFirst);
        return needed.flatMap(name -> Optional.ofNullable(card.parameters().get(name)).stream())
                .findFirst();
    }
}
