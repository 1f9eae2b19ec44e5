package omni.assistant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a tool's parameters a text says, while it is found. */
final class Slots {

    private final Map<String, Object> arguments = new LinkedHashMap<>();
    private final Map<String, List<Choice>> ties = new LinkedHashMap<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private String leftOut = "";

    void put(Parameter parameter, Object value, Set<Integer> places) {
        arguments.putIfAbsent(parameter.name(), value);
        used.addAll(places);
    }

    /** Several choices fit as well. */
    void tie(Parameter parameter, List<Choice> choices, Set<Integer> places) {
        ties.put(parameter.name(), choices);
        used.addAll(places);
    }

    void about(Subject subject, Set<Integer> places) {
        if (subjects.stream().noneMatch(other -> other.text().equals(subject.text()))) {
            subjects.add(subject);
        }
        used.addAll(places);
    }

    /** What is said and no parameter takes. */
    void leaveOut(String words, Set<Integer> places) {
        leftOut = words;
        used.addAll(places);
    }

    String leftOut() {
        return leftOut;
    }

    boolean has(Parameter parameter) {
        return arguments.containsKey(parameter.name());
    }

    void use(int place) {
        used.add(place);
    }

    boolean isUsed(int place) {
        return used.contains(place);
    }

    Map<String, Object> arguments() {
        return arguments;
    }

    Map<String, List<Choice>> ties() {
        return ties;
    }

    List<Subject> subjects() {
        return subjects;
    }
}
