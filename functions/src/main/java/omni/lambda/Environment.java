package omni.lambda;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads settings from environment variables; all faults are told at once, values of secrets never. */
final class Environment {

    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String text(String name, String absent) {
        return text(name).orElse(absent);
    }

    String requiredText(String name) {
        return text(name).orElseGet(() -> {
            fault(name, "is not set");
            return "";
        });
    }

    List<String> list(String name, String absent) {
        return Arrays.stream(text(name, absent).split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    long number(String name, long absent, long min, long max) {
        var text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            var number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        fault(name, "must be a whole number from " + min + " to " + max);
        return absent;
    }

    boolean truth(String name, boolean absent) {
        var text = text(name, Boolean.toString(absent));
        if (!Set.of("true", "false").contains(text)) {
            fault(name, "must be true or false");
        }
        return text.equals("true");
    }

    Optional<URI> uri(String name) {
        return text(name).flatMap(value -> {
            try {
                var uri = URI.create(value);
                if (uri.isAbsolute() && uri.getHost() != null) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException e) {
                // told below, like a relative address
            }
            fault(name, "must be an absolute URL");
            return Optional.empty();
        });
    }

    String requiredUrl(String name) {
        if (text(name).isEmpty()) {
            fault(name, "is not set");
            return "";
        }
        return uri(name).map(uri -> uri.toString().replaceAll("/+$", "")).orElse("");
    }

    void fault(String name, String message) {
        fault(name + " " + message);
    }

    /** One that names its setting itself. */
    void fault(String fault) {
        faults.add(fault);
    }

    /** The names of all settings that were asked for. */
    Set<String> namesRead() {
        return Set.copyOf(asked);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "The configuration has " + faults.size() + " fault(s): " + String.join("; ", faults));
        }
    }
}
