package omni.assistant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.chat.ChatTool;

/**
 * A tool as it is read.
 *
 * @param weights how much each stem says that this tool is meant
 * @param names the stems of its name
 * @param titles those of its name and title
 * @param needs groups of parameters, one of each of which has to be there
 * @param isConnected whether it may be called
 */
record ToolCard(
        ChatTool tool,
        Map<String, Parameter> parameters,
        Map<String, Double> weights,
        Set<String> names,
        Set<String> titles,
        List<List<String>> needs,
        boolean isConnected) {

    private static final double IN_NAME = 4;
    private static final double IN_TITLE = 3;
    private static final double IN_CHOICE = 2.5;
    private static final double IN_DESCRIPTION = 2;
    private static final double IN_PARAMETER = 1;
    private static final double OF_PARAMETER = 0.5;
    private static final Pattern ONE_OF = Pattern.compile("(?i)\\b(first|one|any|either)( [a-z]+){0,2} of ([^.;:]+)");

    static ToolCard of(ChatTool tool, boolean isConnected) {
        var parameters = SchemaReader.parameters(tool.inputSchema());
        return new ToolCard(
                tool,
                parameters,
                weights(tool, parameters),
                Set.copyOf(Stem.all(tool.name())),
                Set.copyOf(Stem.all(tool.name() + " " + tool.title())),
                needs(parameters),
                isConnected);
    }

    String name() {
        return tool.name();
    }

    private static Map<String, Double> weights(ChatTool tool, Map<String, Parameter> parameters) {
        var weights = new HashMap<String, Double>();
        add(weights, Stem.all(tool.name()), IN_NAME);
        add(weights, Stem.all(tool.title()), IN_TITLE);
        add(weights, Stem.all(tool.description()), IN_DESCRIPTION);
        for (var parameter : parameters.values()) {
            add(weights, Stem.all(parameter.words()), IN_PARAMETER);
            parameter.choices().forEach(choice -> choice.phrases().forEach(phrase -> add(weights, phrase, IN_CHOICE)));
            add(weights, Stem.all(parameter.description()), OF_PARAMETER);
        }
        return weights;
    }

    private static void add(Map<String, Double> weights, List<String> stems, double weight) {
        stems.forEach(stem -> weights.merge(stem, weight, Math::max));
    }

    /** Each parameter that is required, and each group of which a description says that one is. */
    private static List<List<String>> needs(Map<String, Parameter> parameters) {
        var needs = new ArrayList<List<String>>();
        for (var parameter : parameters.values()) {
            if (parameter.isNeeded()) {
                needs.add(List.of(parameter.name()));
            }
            var group = group(parameter, parameters);
            if (group.size() > 1
                    && needs.stream().noneMatch(need -> need.stream().anyMatch(group::contains))) {
                needs.add(group);
            }
        }
        return List.copyOf(needs);
    }

    private static List<String> group(Parameter parameter, Map<String, Parameter> parameters) {
        var oneOf = ONE_OF.matcher(parameter.description());
        if (!oneOf.find()) {
            return List.of();
        }
        var listed = Set.copyOf(List.of(oneOf.group(3).split("[^A-Za-z0-9_]+")));
        return parameters.keySet().stream().filter(listed::contains).toList();
    }

    /** What it has to be told it is about; empty where it needs nothing of the kind. */
    Optional<List<String>> subjectNeed() {
        return needs.stream()
                .filter(need -> need.stream()
                        .map(parameters::get)
                        .anyMatch(parameter -> parameter != null && parameter.isSubject()))
                .findFirst();
    }

    /** Its parameters that a question can be about, those that it needs first. */
    List<Parameter> subjects() {
        var needed = subjectNeed().orElse(List.of());
        var all = parameters.values().stream()
                .filter(parameter -> parameter.isSubject() && parameter.alias() == null)
                .toList();
        return Stream.concat(
                        all.stream().filter(parameter -> needed.contains(parameter.name())),
                        all.stream().filter(parameter -> !needed.contains(parameter.name())))
                .toList();
    }

    /** The parameter that takes what something is called by. */
    Optional<Parameter> forNames(String sought) {
        var best = Optional.<Parameter>empty();
        for (var parameter : subjects()) {
            int fit = parameter.fitForNames(sought);
            if (fit > best.map(other -> other.fitForNames(sought)).orElse(0)) {
                best = Optional.of(parameter);
            }
        }
        return best;
    }

    /** Whether its texts say that it has to do with a parameter of another tool. */
    boolean mentions(Parameter parameter) {
        var said = Set.copyOf(Stem.all(tool.title() + " " + tool.description()));
        var sought = Stem.all(parameter.words());
        return !sought.isEmpty() && said.containsAll(sought);
    }

    /** All words of its texts, in lower case. */
    Set<String> words() {
        var texts = Stream.concat(
                Stream.of(tool.name(), tool.title(), tool.description()),
                parameters.values().stream()
                        .flatMap(each -> Stream.of(each.words(), each.description(), choiceWords(each))));
        return texts.flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")))
                .filter(word -> !English.isStop(word))
                .collect(Collectors.toSet());
    }

    private static String choiceWords(Parameter parameter) {
        return parameter.choices().stream().map(Choice::label).collect(Collectors.joining(" "));
    }
}
