package omni.assistant;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.assistant.Focus.WhichTool;
import omni.assistant.Focus.WhichValue;
import omni.chat.ChatRuntime;

/** Reads a session's messages from the first to the latest: each goes on from what the ones before were about. */
final class Understanding {

    private static final int MOST_CLAUSES = 8;

    private final Vocabulary vocabulary;
    private final LocalDate today;
    private final Questions questions;

    /** What a message is answered by, and what the session is about then. */
    record Step(Intent intent, Focus focus) {}

    private Understanding(Vocabulary vocabulary, LocalDate today) {
        this.vocabulary = vocabulary;
        this.today = today;
        this.questions = new Questions(vocabulary);
    }

    /** What the turn's message is answered by. Earlier answers are not read: they hold what tools said. */
    static Intent intent(ChatRuntime.Turn turn) {
        var vocabulary = new Vocabulary(turn.tools(), turn.disconnected());
        var dialogue = new Understanding(vocabulary, LocalDate.ofInstant(turn.deadline(), ZoneOffset.UTC));
        var focus = Focus.NONE;
        for (var earlier : turn.earlier()) {
            focus = dialogue.step(earlier.asked(), focus).focus();
        }
        return dialogue.step(turn.text(), focus).intent();
    }

    private Step step(String text, Focus focus) {
        var asked = Utterance.of(text, vocabulary);
        var talk = new SmallTalk(questions).reply(text, asked);
        if (talk.isPresent()) {
            return new Step(talk.get(), focus);
        }
        var replied = new Replies(vocabulary, today).read(asked, focus);
        if (replied.isPresent()) {
            return complete(replied.get(), asked);
        }
        if (Replies.number(asked).isPresent()) {
            return new Step(questions.notUnderstood(), focus);
        }
        var several = several(asked, focus);
        return several.size() > 1 ? complete(several, asked) : one(asked, focus);
    }

    /** The drafts of a text whose clauses ask for different things. */
    private List<Draft> several(Utterance asked, Focus focus) {
        var clauses = asked.clauses();
        var drafts = new ArrayList<Draft>();
        for (var clause : clauses.size() > MOST_CLAUSES ? List.<Utterance>of() : clauses) {
            var ranking = Ranking.of(vocabulary, clause, today);
            if (clauses.size() > 1 && ranking.isClear()) {
                var card = ranking.scored().getFirst().card();
                var draft = Draft.of(card, SlotFinder.find(card, clause, today));
                if (drafts.stream().noneMatch(other -> isSame(other, draft))) {
                    drafts.add(draft);
                }
            }
        }
        return drafts.size() > 1 ? shared(drafts, asked, focus) : List.of();
    }

    private static boolean isSame(Draft one, Draft other) {
        return one.card().equals(other.card())
                && (one.arguments().equals(other.arguments())
                        || other.arguments().isEmpty()
                        || one.arguments().isEmpty());
    }

    /** What is said once is said for all: whom it is about, and of what time. */
    private List<Draft> shared(List<Draft> drafts, Utterance asked, Focus focus) {
        var areOwn = drafts.stream().noneMatch(draft -> draft.subjects().isEmpty());
        return drafts.stream()
                .map(draft -> {
                    var whole = Draft.of(draft.card(), SlotFinder.find(draft.card(), asked, today));
                    var own = draft.about(areOwn ? draft.subjects() : List.of());
                    var all = own.after(new Draft(
                            draft.card(), withoutChoices(whole), whole.subjects(), Map.of(), whole.leftOut()));
                    return focus.last() == null ? all : all.after(fresh(focus.last()));
                })
                .toList();
    }

    private static Map<String, Object> withoutChoices(Draft draft) {
        var others = new LinkedHashMap<>(draft.arguments());
        draft.card().parameters().values().stream()
                .filter(parameter -> !parameter.choices().isEmpty())
                .forEach(parameter -> others.remove(parameter.name()));
        return others;
    }

    private Step one(Utterance asked, Focus focus) {
        var ranking = Ranking.of(vocabulary, asked, today);
        var last = focus.last();
        if (last != null && (ranking.best().isEmpty() || (goesOn(asked) && !ranking.isClear()))) {
            var more = Draft.of(last.card(), SlotFinder.find(last.card(), asked, today));
            if (!more.arguments().isEmpty() || !more.subjects().isEmpty()) {
                return complete(List.of(more.after(last)), asked);
            }
        }
        var near = ranking.near().stream().limit(Questions.MOST_TOOLS).toList();
        if (near.isEmpty()) {
            return unclear(asked);
        }
        if (near.size() > 1 && !(last != null && near.contains(last.card()))) {
            return new Step(
                    questions.which(near, about(near.getFirst(), asked)), new Focus(last, new WhichTool(near, asked)));
        }
        var card = near.size() > 1 && last != null ? last.card() : near.getFirst();
        var draft = Draft.of(card, SlotFinder.find(card, asked, today));
        return complete(List.of(last == null ? draft : draft.after(goesOn(asked) ? last : fresh(last))), asked);
    }

    /** Of what was asked before, a question of its own only takes over whom it was about. */
    private static Draft fresh(Draft last) {
        return Draft.about(last.card(), last.subjects());
    }

    private static boolean goesOn(Utterance asked) {
        return English.GOING_ON.contains(asked.lower(0));
    }

    private List<Subject> about(ToolCard card, Utterance asked) {
        return SlotFinder.find(card, asked, today).subjects();
    }

    /** No tool is named: something that is only called by its name may be asked about in each way. */
    private Step unclear(Utterance asked) {
        for (var card : vocabulary.cards()) {
            var subjects = about(card, asked);
            if (!subjects.isEmpty() && asked.size() <= Questions.FEW_WORDS && areNames(subjects, asked)) {
                var able = vocabulary.cards().stream()
                        .filter(other -> takes(other, subjects))
                        .limit(Questions.MOST_TOOLS)
                        .toList();
                return new Step(questions.which(able, subjects), new Focus(null, new WhichTool(able, asked)));
            }
        }
        return new Step(questions.notUnderstood(), Focus.NONE);
    }

    /** In small letters, only what is nothing but a name is one. */
    private static boolean areNames(List<Subject> subjects, Utterance asked) {
        var isWhole = subjects.size() == 1
                && asked.size() <= Questions.FEWEST_WORDS
                && asked.words().stream().noneMatch(word -> English.isStop(word.lower()));
        return isWhole
                || subjects.stream()
                        .anyMatch(subject -> subject.parameter() != null
                                || Character.isUpperCase(subject.text().codePointAt(0)));
    }

    private boolean takes(ToolCard card, List<Subject> subjects) {
        return !card.subjects().isEmpty()
                && new Planner(vocabulary)
                        .plan(List.of(Draft.about(card, subjects)), Set.of())
                        .isPresent();
    }

    /** Asks for the first thing that is missing, or looks all up. */
    private Step complete(List<Draft> drafts, Utterance asked) {
        var off = drafts.stream()
                .map(Draft::card)
                .filter(card -> !card.isConnected())
                .findFirst();
        if (off.isPresent()) {
            return new Step(questions.disconnected(off.get()), new Focus(drafts.getFirst(), null));
        }
        for (int at = 0; at < drafts.size(); at++) {
            var missing = drafts.get(at).missing();
            if (missing.isPresent()) {
                return ask(drafts, at, missing.get());
            }
        }
        var stems = new LinkedHashSet<>(asked.meant());
        return new Planner(vocabulary)
                .plan(drafts, stems)
                .map(lookups -> new Step(lookups.seeking(Sought.of(asked, drafts)), new Focus(drafts.getLast(), null)))
                .orElseGet(() -> ask(
                        drafts.stream().map(draft -> draft.about(List.of())).toList(), 0, subject(drafts.getFirst())));
    }

    private Step ask(List<Draft> drafts, int at, Parameter parameter) {
        var choices =
                Optional.ofNullable(drafts.get(at).ties().get(parameter.name())).orElse(parameter.choices());
        var values = choices.isEmpty()
                ? List.<Object>copyOf(parameter.examples())
                : choices.stream().map(Choice::value).toList();
        return new Step(
                questions.value(drafts.get(at), parameter, choices),
                new Focus(drafts.get(at), new WhichValue(drafts, at, parameter, values)));
    }

    private static Parameter subject(Draft draft) {
        return draft.card().subjects().getFirst();
    }
}
