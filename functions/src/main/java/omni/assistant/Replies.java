package omni.assistant;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import omni.assistant.Focus.WhichTool;
import omni.assistant.Focus.WhichValue;
import omni.assistant.Parameter.Kind;

/** Reads a message as the answer to what was asked before it: by the number of a choice, or in words. */
record Replies(Vocabulary vocabulary, LocalDate today) {

    private static final int FEW = 6;
    private static final int MOST = 100;

    /** The drafts as they are then; empty where the message is no answer. */
    Optional<List<Draft>> read(Utterance asked, Focus focus) {
        return switch (focus.open()) {
            case WhichTool which -> tool(asked, which).map(card -> List.of(draft(card, asked, which, focus)));
            case WhichValue which -> isAnotherQuestion(asked, which) ? Optional.empty() : value(asked, which);
            case null -> Optional.empty();
        };
    }

    private Optional<ToolCard> tool(Utterance asked, WhichTool which) {
        var number = number(asked);
        if (number.isPresent()) {
            return number.getAsInt() <= which.among().size()
                    ? Optional.of(which.among().get(number.getAsInt() - 1))
                    : Optional.empty();
        }
        var ranking = Ranking.of(vocabulary, asked, today);
        var best = ranking.scored().stream()
                .filter(each -> which.among().contains(each.card()))
                .findFirst();
        var isBest = best.filter(each ->
                each.score() > 0 && each.score() >= ranking.scored().getFirst().score());
        return isBest.map(Ranking.Scored::card);
    }

    private Draft draft(ToolCard card, Utterance asked, WhichTool which, Focus focus) {
        var before = Draft.of(card, SlotFinder.find(card, which.text(), today));
        var all = focus.last() == null ? before : before.after(focus.last());
        return number(asked).isPresent()
                ? all
                : Draft.of(card, SlotFinder.find(card, asked, today)).after(all);
    }

    /** The number of a choice, where the message is nothing else. */
    static OptionalInt number(Utterance asked) {
        var numbers = new ArrayList<Integer>();
        int others = 0;
        for (int at = 0; at < asked.size(); at++) {
            var number = English.number(asked.lower(at));
            var named = number.isPresent() && !(asked.lower(at).equals("one") && asked.size() > 1)
                    ? number
                    : English.ordinal(asked.lower(at));
            if (named.isPresent()) {
                numbers.add(named.getAsInt());
            } else if (!asked.isStop(at) && !asked.lower(at).equals("option")) {
                others++;
            }
        }
        return numbers.size() == 1
                        && others == 0
                        && numbers.getFirst() > 0
                        && numbers.getFirst() < MOST
                        && asked.size() <= FEW
                ? OptionalInt.of(numbers.getFirst())
                : OptionalInt.empty();
    }

    private boolean isAnotherQuestion(Utterance asked, WhichValue which) {
        var ranking = Ranking.of(vocabulary, asked, today);
        return number(asked).isEmpty()
                && ranking.isClear()
                && which.drafts().stream().noneMatch(draft -> ranking.near().contains(draft.card()));
    }

    private Optional<List<Draft>> value(Utterance asked, WhichValue which) {
        var draft = which.drafts().get(which.at());
        var number = number(asked);
        if (number.isPresent() && !which.values().isEmpty()) {
            return number.getAsInt() <= which.values().size()
                    ? Optional.of(filled(which, draft, which.values().get(number.getAsInt() - 1)))
                    : Optional.empty();
        }
        if (number.isPresent()
                && which.parameter().kind() == Kind.COUNT
                && which.parameter().range().holds(number.getAsInt())) {
            return Optional.of(filled(which, draft, (long) number.getAsInt()));
        }
        var said = Draft.of(draft.card(), SlotFinder.find(draft.card(), asked, today));
        if (which.parameter().isSubject()) {
            return subjects(asked, said)
                    .map(subjects -> which.drafts().stream()
                            .map(each -> said.about(subjects).after(each))
                            .toList());
        }
        return said.arguments().containsKey(which.parameter().name())
                ? Optional.of(replaced(which, said.after(draft)))
                : Optional.empty();
    }

    /** What the answer is about; a few words that nothing else explains are a name as they stand. */
    private static Optional<List<Subject>> subjects(Utterance asked, Draft said) {
        if (!said.subjects().isEmpty()) {
            return Optional.of(said.subjects());
        }
        var words = asked.words().stream().map(Word::text).toList();
        var isName = !words.isEmpty()
                && words.size() <= FEW
                && said.arguments().isEmpty()
                && !English.GOING_ON.contains(asked.lower(0));
        return isName && asked.meant().size() > 0
                ? Optional.of(List.of(new Subject(String.join(" ", words), null, 0)))
                : Optional.empty();
    }

    private static List<Draft> filled(WhichValue which, Draft draft, Object value) {
        if (which.parameter().isSubject()) {
            var subject = new Subject(String.valueOf(value), which.parameter().name(), 0);
            return which.drafts().stream()
                    .map(each -> each.about(List.of(subject)))
                    .toList();
        }
        return replaced(which, draft.with(which.parameter().name(), value));
    }

    private static List<Draft> replaced(WhichValue which, Draft draft) {
        var drafts = new ArrayList<>(which.drafts());
        drafts.set(which.at(), draft);
        return drafts;
    }
}
