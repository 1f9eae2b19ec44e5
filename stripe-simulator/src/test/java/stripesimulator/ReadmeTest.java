package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stripesimulator.fault.DeliveryFault;
import stripesimulator.fault.RequestFault;
import stripesimulator.session.CheckoutSessions;

/** The page lists what the code has. */
class ReadmeTest {

    private static final URI PAGES = URI.create("http://127.0.0.1:1");
    private static final Pattern OPERATION =
            Pattern.compile("^- `((?:GET|POST|DELETE) /v[12]/[^`]+)`", Pattern.MULTILINE);
    private static final Pattern EVENT = Pattern.compile("^- `([a-z0-9_.]+)`", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\"((?:[a-z0-9_]+\\.)+[a-z_]+)\"");
    private static final Pattern WORD = Pattern.compile("([A-Z])");
    private static final Pattern FILE = Pattern.compile(".*\\.(html|jsonl|txt)");
    private static final Set<String> OBJECTS = Set.of(
            "billing.meter",
            "billing.meter_event",
            "billing.meter_event_summary",
            "billing_portal.configuration",
            "billing_portal.session",
            "checkout.session",
            "v2.core.event",
            "v2.core.event_destination",
            "webhook_endpoint.signing_secret",
            "webhook_endpoint.url");

    @Test
    void eachOperationIsListed() throws IOException {
        var operations = ApiRoutes.all(new CheckoutSessions(PAGES), PAGES).stream()
                .map(route -> route.method() + " " + String.join("/", route.path()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed(OPERATION)).containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void eachTypeOfEventIsListed() throws IOException {
        var types = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                NAME.matcher(Files.readString(file)).results().forEach(name -> types.add(name.group(1)));
            }
        }
        types.removeAll(OBJECTS);
        types.removeIf(name -> FILE.matcher(name).matches());

        assertThat(listed(EVENT)).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void eachFaultOfRequestsIsListedInATableOfItsOwn() throws IOException {
        var effects = Stream.of(RequestFault.Effect.values())
                .map(effect -> effect.name().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(rowsUnder("| request | what happens to it |")).containsExactlyElementsOf(effects);
    }

    @Test
    void eachFaultOfDeliveriesIsListed() throws IOException {
        var effects = Stream.of(DeliveryFault.Effect.class.getPermittedSubclasses())
                .map(effect -> WORD.matcher(effect.getSimpleName()).replaceAll("_$1"))
                .map(name -> name.substring(1).toLowerCase(Locale.ROOT).replaceFirst("_by_.*", ""))
                .distinct()
                .toList();

        assertThat(rowsUnder("| delivery | what happens to the event |")).containsExactlyInAnyOrderElementsOf(effects);
    }

    @Test
    void eachTableIsWhole() throws IOException {
        var columns = 0;
        for (var line : Files.readAllLines(Path.of("README.md"))) {
            int cells = line.startsWith("|") ? line.split("\\|", -1).length : 0;
            assertThat(cells).as("%s", line).isIn(columns == 0 ? List.of(0, cells) : List.of(0, columns));
            columns = cells;
        }
    }

    /** The first cells of a table's rows, without their backticks. */
    private static List<String> rowsUnder(String head) throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.indexOf('|', 1)).strip().replace("`", ""))
                .toList();
    }

    private static Set<String> listed(Pattern item) throws IOException {
        return item.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
