package stripesimulator;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the simulator is asked for on its command line.
 *
 * @param clock where time stands when it starts; from there it goes by itself
 */
record ProgramOptions(SimulatorConfig config, TravelingClock clock) {

    static final String USAGE = """
        Usage: java -cp … stripesimulator.SimulatorProgram [--port N] [--api-key KEY] [--webhook-url URL] [--webhook-secret SECRET]
               [--clock INSTANT] [--folder FOLDER] [--name NAME]

          --port N                 listen on 127.0.0.1:N (default 12111; 0 takes a free port)
          --api-key KEY            the one secret key that is accepted (default sk_test_simulator)
          --webhook-url URL        send events there (default: they wait)
          --webhook-secret SECRET  sign events with it (default whsec_simulator)
          --clock INSTANT          begin at this moment, as 2026-05-01T12:00:00Z (default: now)
          --folder FOLDER          keep the account in this folder (default: in memory)
          --name NAME              whose account it is (default: Test account)
        """;

    private static final int PORT = 12111;
    private static final int PORT_AT_MOST = 65_535;
    private static final Set<String> NAMES =
            Set.of("--port", "--api-key", "--webhook-url", "--webhook-secret", "--clock", "--folder", "--name");

    /** Reads a command line whole; says all that is wrong with it at once. Values follow a space or an equals sign. */
    static ProgramOptions parse(List<String> arguments, InstantSource time) {
        var faults = new ArrayList<String>();
        var given = given(arguments, faults);
        var reader = new Reader(given, faults);
        int port = reader.port();
        var url = reader.url();
        var clock = new TravelingClock(time, reader.instant().orElseGet(time::instant));
        var folder = reader.folder();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        var config = SimulatorConfig.of(
                        clock,
                        given.getOrDefault("--api-key", "sk_test_simulator"),
                        given.getOrDefault("--webhook-secret", "whsec_simulator"))
                .withPort(port)
                .withProductName(given.getOrDefault("--name", "Test account"));
        config = url.isPresent() ? config.withWebhookUrl(url.get()) : config;
        return new ProgramOptions(folder.isPresent() ? config.withFolder(folder.get()) : config, clock);
    }

    private static Map<String, String> given(List<String> arguments, List<String> faults) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            var parts = arguments.get(i).split("=", 2);
            var name = parts[0];
            if (!NAMES.contains(name)) {
                faults.add("there is no option " + name);
            } else if (parts.length == 2) {
                given.put(name, parts[1]);
            } else if (i + 1 < arguments.size()) {
                i++;
                given.put(name, arguments.get(i));
            } else {
                faults.add(name + " needs a value");
            }
        }
        return given;
    }

    /** The values that are more than text. */
    private record Reader(Map<String, String> given, List<String> faults) {

        int port() {
            var text = given.getOrDefault("--port", String.valueOf(PORT));
            try {
                int port = Integer.parseInt(text);
                if (port >= 0 && port <= PORT_AT_MOST) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            faults.add("--port " + text + " is not a number from 0 to " + PORT_AT_MOST);
            return PORT;
        }

        Optional<URI> url() {
            var text = given.get("--webhook-url");
            if (text == null) {
                return Optional.empty();
            }
            try {
                var url = URI.create(text);
                if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                    return Optional.of(url);
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            faults.add("--webhook-url " + text + " is not an http or https URL");
            return Optional.empty();
        }

        Optional<Instant> instant() {
            var text = given.get("--clock");
            try {
                return Optional.ofNullable(text).map(Instant::parse);
            } catch (DateTimeParseException e) {
                faults.add("--clock " + text + " is not a moment such as 2026-05-01T12:00:00Z");
                return Optional.empty();
            }
        }

        Optional<Path> folder() {
            var text = given.get("--folder");
            try {
                return Optional.ofNullable(text).map(Path::of);
            } catch (InvalidPathException e) {
                faults.add("--folder " + text + " is not a path");
                return Optional.empty();
            }
        }
    }
}
