package omni.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person is asked and told besides results. */
record Questions(Vocabulary vocabulary) {

    /** A text of more words that names no tool is not taken for a name. */
    static final int FEW_WORDS = 12;

    /** Of so few words all may be a name. */
    static final int FEWEST_WORDS = 3;

    private static final int MOST_CHOICES = 12;
    static final int MOST_TOOLS = 9;
    private static final int EXAMPLES = 3;

    /** Asks which tool is meant. */
    Intent.Words which(List<ToolCard> among, List<Subject> subjects) {
        var about = subjects.stream().map(Subject::text).collect(Collectors.joining(" and "));
        var asked = about.isEmpty() ? "What do you mean?" : "What would you like to know about " + about + "?";
        return words(asked
                + numbered(among.stream()
                        .map(card -> card.tool().title() + ": " + firstSentence(card))
                        .toList()));
    }

    /** Asks for a value that a call needs. */
    Intent.Words value(Draft draft, Parameter parameter, List<Choice> choices) {
        var title = draft.card().tool().title();
        if (!choices.isEmpty()) {
            return words(title + ": which " + parameter.words() + "?"
                    + numbered(choices.stream().map(Choice::label).toList()));
        }
        var need = draft.card().needs().stream()
                .filter(group -> group.contains(parameter.name()))
                .findFirst()
                .orElse(List.of(parameter.name()));
        var names = need.stream()
                .flatMap(name -> Stream.ofNullable(draft.card().parameters().get(name)))
                .map(Parameter::words)
                .collect(Collectors.joining(" or "));
        var canBeFound =
                parameter.isSubject() && vocabulary.finder(draft.card(), need).isPresent();
        var asked = title + ": I need its " + names + (canBeFound ? ", or a name to find it by." : ".");
        return words(parameter.examples().isEmpty() ? asked : asked + " For example:" + numbered(parameter.examples()));
    }

    Intent.Words disconnected(ToolCard card) {
        return words("“" + card.tool().title() + "” comes from the source “"
                + card.tool().source() + "”, which is disconnected. Connect it and ask again.");
    }

    Intent.Words notUnderstood() {
        return help("I did not understand that.");
    }

    /** Says what can be asked. */
    Intent.Words help(String first) {
        var cards = vocabulary.cards().stream().filter(ToolCard::isConnected).toList();
        if (cards.isEmpty()) {
            return words(first + " There is no source connected that I could ask.");
        }
        var can = cards.stream()
                .limit(MOST_TOOLS)
                .map(card -> "\n- " + card.tool().title() + ": " + firstSentence(card))
                .collect(Collectors.joining());
        var examples = cards.stream()
                .limit(EXAMPLES)
                .map(card -> "\n- " + example(card))
                .collect(Collectors.joining());
        return new Intent.Words(List.of(first + " This is what I can look up:" + can, "\n\nFor example:" + examples));
    }

    /** A question that means the tool, made of its title and of values that its schema names. */
    String example(ToolCard card) {
        var values = new ArrayList<String>();
        for (var need : card.needs()) {
            need.stream()
                    .flatMap(name -> Stream.ofNullable(card.parameters().get(name)))
                    .flatMap(parameter -> value(parameter).stream())
                    .findFirst()
                    .ifPresent(values::add);
        }
        return values.isEmpty() ? card.tool().title() : card.tool().title() + ": " + String.join(", ", values);
    }

    private List<String> value(Parameter parameter) {
        var choices = parameter.choices().stream()
                .map(choice -> String.valueOf(choice.value()).replace('_', ' '));
        var others = parameter.kind() == Parameter.Kind.NAME ? names() : Stream.<String>empty();
        return Stream.of(choices, parameter.examples().stream(), others)
                .flatMap(each -> each)
                .limit(1)
                .toList();
    }

    /** What any tool may be asked about by name. */
    private Stream<String> names() {
        return vocabulary.cards().stream()
                .flatMap(card -> card.parameters().values().stream())
                .filter(parameter -> parameter.kind() == Parameter.Kind.NAME)
                .flatMap(parameter -> parameter.examples().stream());
    }

    private static String firstSentence(ToolCard card) {
        return card.tool().description().split("(?<=[.])\\s", 2)[0];
    }

    private static String numbered(List<String> choices) {
        var numbered = new StringBuilder();
        for (int at = 0; at < Math.min(MOST_CHOICES, choices.size()); at++) {
            numbered.append("\n").append(at + 1).append(". ").append(choices.get(at));
        }
        return numbered.toString();
    }

    private static Intent.Words words(String text) {
        return new Intent.Words(List.of(text));
    }

    /** What a call does, for the person who may be asked. */
    static String summary(Intent.Call call) {
        var said = new ArrayList<String>();
        var chain = call.chain();
        if (chain != null) {
            said.add(words(call.card(), chain.parameter()) + " of " + call.about());
        }
        call.arguments().forEach((name, value) -> said.add(words(call.card(), name) + " " + value));
        var all = String.join(", ", said);
        return all.isEmpty() ? call.card().tool().title() : call.card().tool().title() + ": " + all;
    }

    private static String words(ToolCard card, String name) {
        var parameter = card.parameters().get(name);
        return parameter == null ? name.toLowerCase(Locale.ROOT) : parameter.words();
    }
}
