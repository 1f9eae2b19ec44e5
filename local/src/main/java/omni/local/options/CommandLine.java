package omni.local.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The words of a command that asks a running product: flags, options with a value, {@code --local [URL]}, and the rest. */
public final class CommandLine {

    private static final String LOCAL = "--local";
    private static final String DEFAULT_URL = "http://localhost:" + LocalOptions.DEFAULT_PORT;

    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<String> rest = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private CommandLine() {}

    /** Reads all of it; faults do not hide each other. */
    public static CommandLine read(List<String> arguments, Set<String> flags, Set<String> valued) {
        var line = new CommandLine();
        for (var index = 0; index < arguments.size(); index++) {
            var argument = arguments.get(index);
            var next = index + 1 < arguments.size() && !arguments.get(index + 1).startsWith("--")
                    ? arguments.get(index + 1)
                    : null;
            if (flags.contains(argument)) {
                line.flags.add(argument);
            } else if (argument.equals(LOCAL)) {
                boolean named = next != null && next.contains("://");
                line.take(LOCAL, named ? String.valueOf(next) : DEFAULT_URL);
                index += named ? 1 : 0;
            } else if (valued.contains(argument)) {
                if (next == null) {
                    line.faults.add(argument + " needs a value");
                } else {
                    line.take(argument, next);
                    index++;
                }
            } else if (argument.startsWith("--")) {
                line.faults.add("unknown option " + argument);
            } else {
                line.rest.add(argument);
            }
        }
        return line;
    }

    private void take(String name, String value) {
        if (values.putIfAbsent(name, value) != null) {
            faults.add(name + " is given twice");
        }
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A value as it is meant; a reader says by an {@link IllegalArgumentException} what is wrong with it. */
    public <T> Optional<T> value(String name, Function<String, T> reader) {
        try {
            return value(name).map(reader);
        } catch (IllegalArgumentException e) {
            faults.add(name + " " + values.get(name) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    public Optional<String> local() {
        return value(LOCAL);
    }

    public List<String> rest() {
        return List.copyOf(rest);
    }

    public void fault(String text) {
        faults.add(text);
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }
}
