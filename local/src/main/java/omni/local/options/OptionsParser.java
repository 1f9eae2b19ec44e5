package omni.local.options;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import omni.local.options.LocalOptions.Parsed;

/** One command line, read once. */
final class OptionsParser {

    private static final Set<String> WITH_VALUE = Set.of("--port", "--data", "--catalog", "--dynamodb", "--upstream");
    private static final Set<String> FLAGS = Set.of("--no-rate-limits", "--json", "--live-stripe");

    private final List<String> arguments;
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    OptionsParser(List<String> arguments) {
        this.arguments = arguments;
    }

    Parsed parse() {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return new Parsed.Help();
        }
        for (var index = 0; index < arguments.size(); ) {
            index += take(index);
        }
        var options = new LocalOptions(
                value("--port", OptionsParser::port).orElse(LocalOptions.DEFAULT_PORT),
                value("--data", OptionsParser::folder),
                value("--catalog", OptionsParser::file),
                value("--dynamodb", OptionsParser::url),
                !flags.contains("--no-rate-limits"),
                flags.contains("--json"),
                value("--upstream", OptionsParser::url),
                flags.contains("--live-stripe"));
        return faults.isEmpty() ? new Parsed.Options(options) : new Parsed.Faults(faults);
    }

    /** How many arguments this option takes up. */
    private int take(int index) {
        var argument = arguments.get(index);
        var equals = argument.indexOf('=');
        var name = equals < 0 ? argument : argument.substring(0, equals);
        if (FLAGS.contains(argument)) {
            takeFlag(argument);
            return 1;
        }
        if (!WITH_VALUE.contains(name)) {
            faults.add(FLAGS.contains(name) ? name + " takes no value" : "unknown option " + argument);
            return 1;
        }
        if (equals >= 0) {
            takeValue(name, argument.substring(equals + 1));
            return 1;
        }
        var next = index + 1 < arguments.size() ? arguments.get(index + 1) : "--";
        if (next.startsWith("--")) {
            faults.add(name + " needs a value");
            return 1;
        }
        takeValue(name, next);
        return 2;
    }

    private void takeFlag(String name) {
        if (!flags.add(name)) {
            faults.add(name + " is given twice");
        }
    }

    private void takeValue(String name, String value) {
        if (value.isBlank()) {
            faults.add(name + " needs a value");
        } else if (values.putIfAbsent(name, value) != null) {
            faults.add(name + " is given twice");
        }
    }

    private <T> Optional<T> value(String name, Function<String, T> reader) {
        try {
            return Optional.ofNullable(values.get(name)).map(reader);
        } catch (IllegalArgumentException e) {
            faults.add(name + " " + values.get(name) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Integer port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535");
        }
        return Integer.valueOf(text);
    }

    private static Path folder(String text) {
        var path = path(text);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException("is a file, not a folder");
        }
        return path;
    }

    private static Path file(String text) {
        var path = path(text);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(Files.exists(path) ? "is not a file" : "there is no such file");
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("cannot be read");
        }
        return path;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private static URI url(String text) {
        try {
            var url = new URI(text);
            var http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
        throw new IllegalArgumentException("is not a URL such as http://127.0.0.1:8000");
    }
}
