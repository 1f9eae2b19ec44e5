package omni.assistant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.assistant.Intent.Call;
import omni.assistant.Intent.Chain;
import omni.chat.ChatMessage;
import org.jspecify.annotations.Nullable;

/** Makes calls of drafts that lack nothing: one for each subject, and before it one that finds its argument where that takes another tool. */
final class Planner {

    private final Vocabulary vocabulary;
    private final List<Call> calls = new ArrayList<>();

    Planner(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The calls, as many as a message may have; empty where a subject can't be asked about. */
    Optional<Intent.Lookups> plan(List<Draft> drafts, Set<String> stems) {
        for (var draft : drafts) {
            if (draft.subjects().isEmpty()) {
                add(new Call(draft.card(), ordered(draft.card(), draft.arguments()), "", null));
            }
            for (var subject : draft.subjects()) {
                if (!call(draft, subject)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Intent.Lookups(List.copyOf(calls), stems, Sought.NOTHING, leftOut(drafts)));
    }

    private static List<String> leftOut(List<Draft> drafts) {
        return drafts.stream()
                .filter(draft -> !draft.leftOut().isEmpty())
                .map(draft -> "“" + draft.card().tool().title() + "” can't be limited to “"
                        + Plainly.line(draft.leftOut()) + "”: I asked without it.")
                .distinct()
                .toList();
    }

    private boolean call(Draft draft, Subject subject) {
        var card = draft.card();
        if (subject.parameter() != null && card.parameters().containsKey(subject.parameter())) {
            return add(direct(draft, subject, subject.parameter()));
        }
        var byName = card.forNames("");
        if (byName.isPresent()) {
            return add(direct(draft, subject, byName.get().name()));
        }
        var need = card.subjectNeed();
        if (need.isEmpty()) {
            return add(new Call(card, ordered(card, draft.arguments()), "", null));
        }
        var finder = vocabulary.finder(card, need.get());
        finder.ifPresent(found -> chained(draft, subject, found));
        return finder.isPresent();
    }

    private static Call direct(Draft draft, Subject subject, String parameter) {
        var arguments = new LinkedHashMap<>(draft.arguments());
        arguments.put(parameter, subject.text());
        return new Call(draft.card(), ordered(draft.card(), arguments), subject.text(), null);
    }

    private void chained(Draft draft, Subject subject, Vocabulary.Finder finder) {
        var finding = new Call(finder.card(), Map.of(finder.by().name(), subject.text()), subject.text(), null);
        int from = calls.indexOf(finding);
        if (from < 0) {
            if (calls.size() + 2 > ChatMessage.MAX_TOOL_CALLS) {
                return;
            }
            from = calls.size();
            calls.add(finding);
        }
        add(new Call(
                draft.card(),
                ordered(draft.card(), draft.arguments()),
                subject.text(),
                new Chain(finder.sought().name(), from)));
    }

    private boolean add(Call call) {
        if (!calls.contains(call) && calls.size() < ChatMessage.MAX_TOOL_CALLS) {
            calls.add(call);
        }
        return true;
    }

    /** In the order of the schema, so that one call is always written alike. */
    private static Map<String, Object> ordered(ToolCard card, Map<String, Object> arguments) {
        var ordered = new LinkedHashMap<String, Object>();
        for (var name : card.parameters().keySet()) {
            @Nullable Object value = arguments.get(name);
            if (value != null) {
                ordered.put(name, value);
            }
        }
        return ordered;
    }
}
