package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omni.catalog.PathTemplate;
import omni.endpoint.Endpoints;
import omni.endpoint.GatewayResponses;
import omni.http.ErrorCode;
import omni.lambda.Configuration;
import omni.log.Alarms;
import omni.log.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what the code has: every code, every setting, only routes that exist, only links that lead somewhere. */
class DocumentsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path GOLDENS = Path.of("src", "test", "resources", "goldens");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");
    private static final Pattern SETTING =
            Pattern.compile("^\\| `([A-Z_]+)` \\|([^|]+)\\|([^|]+)\\|$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z_]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
    private static final Pattern DOCS_URL = Pattern.compile("\"docsUrl\": ?\"https://docs\\.example\\.com/?([^\"]*)\"");
    private static final Pattern ROUTE =
            Pattern.compile("(?:(GET|POST|PUT|PATCH|DELETE) |\\$API)(/(?!_local)[A-Za-z0-9_./${}+-]*[A-Za-z0-9}])");

    static List<String> pages() {
        try (var files = Files.list(DOCS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String name) {
        return read(DOCS.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The anchors of a page, as its readers make them of its headings. */
    private static List<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** What stands under each heading of the third level, with the status above it. */
    private static Map<String, String> entries() {
        var entries = new LinkedHashMap<String, String>();
        var status = "";
        for (var part : page("errors.md").split("(?m)^(?=##)", -1)) {
            var lines = part.split("\n", 2);
            if (lines[0].startsWith("### ")) {
                entries.put(lines[0].substring(4), status + lines[1]);
            } else if (lines[0].startsWith("## ")) {
                status = lines[0].substring(3);
            }
        }
        return entries;
    }

    @Test
    void everyCodeStandsUnderItsStatusWithWhatToDo() {
        var entries = entries();
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wire)).isSubsetOf(entries.keySet());
        assertThat(gatewayCodes()).isSubsetOf(entries.keySet());
        for (var code : ErrorCode.values()) {
            assertThat(entries.getOrDefault(code.wire(), ""))
                    .as(code.wire())
                    .startsWith(Integer.toString(code.status()))
                    .hasSizeGreaterThan(30);
        }
    }

    private static Stream<String> gatewayCodes() {
        return GatewayResponses.all(List.of("Omni-")).stream()
                .flatMap(response -> CODE.matcher(response.body()).results().map(code -> code.group(1)));
    }

    @Test
    void everySettingHasItsRowAndEveryRowItsSetting() {
        var rows = SETTING.matcher(page("configuration.md")).results().toList();
        assertThat(rows.stream().map(row -> row.group(1)).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Configuration.names());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.group(3)).as(row.group(1)).hasSizeGreaterThan(10));
    }

    @Test
    void everyMetricAndEveryAlarmHasItsRowAndNothingElseHas() {
        var parts = page("operations-metrics.md").split("## Alarm lines", -1);

        assertThat(rows(parts[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::wire).toList());
        assertThat(rows(parts[1])).containsExactlyInAnyOrderElementsOf(Alarms.wires());
    }

    @Test
    void forEveryAlarmOfALineThereIsSomethingToDo() {
        var parts = page("operations.md").split("## When an alarm rings", -1);

        assertThat(rows(parts[1])).doesNotHaveDuplicates().containsAll(Alarms.wires());
    }

    private static List<String> rows(String part) {
        return ROW.matcher(part).results().map(row -> row.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void onlyRoutesThatExistAreNamed(String name) {
        assertThat(ROUTE.matcher(page(name)).results())
                .allSatisfy(route -> assertThat(exists(route)).as(route.group()).isTrue());
    }

    private static boolean exists(MatchResult route) {
        var path = route.group(2).replaceAll("\\$[A-Z]+", "x");
        return Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> !operation.catchesAll())
                .filter(operation ->
                        route.group(1) == null || operation.method().equals(route.group(1)))
                .flatMap(operation -> operation.paths().stream())
                .anyMatch(template ->
                        template.equals(path) || PathTemplate.of(template).matches(path));
    }

    @Test
    void theRoutesOfTheExamplesAreSeen() {
        assertThat(ROUTE.matcher("curl $API/v1/api_keys/$ID/rotate; `GET /v1/nowhere` and $API/_local/sign-in")
                        .results()
                        .map(DocumentsTest::exists))
                .containsExactly(true, false);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(String name) {
        assertThat(LINK.matcher(page(name)).results()).allSatisfy(link -> {
            var parts = link.group(1).split("#", 2);
            var target = parts[0].isEmpty() ? name : parts[0];
            assertThat(DOCS.resolve(target)).as(link.group()).exists();
            if (parts.length == 2) {
                assertThat(anchors(page(target))).as(link.group()).contains(parts[1]);
            }
        });
    }

    /** The goldens hold what the product says; each place that it sends a reader to is a page, and an anchor on it. */
    @Test
    void everyPlaceThatAnAnswerNamesIsThere() throws IOException {
        var places = new TreeSet<String>();
        try (var goldens = Files.list(GOLDENS)) {
            goldens.forEach(
                    golden -> DOCS_URL.matcher(read(golden)).results().forEach(url -> places.add(url.group(1))));
        }
        assertThat(places).hasSizeGreaterThan(10).allSatisfy(place -> {
            var parts = place.split("#", 2);
            assertThat(DOCS.resolve(parts[0] + ".md")).as(place).exists();
            if (parts.length == 2) {
                assertThat(anchors(page(parts[0] + ".md"))).as(place).contains(parts[1]);
            }
        });
    }

    @Test
    void everyPageStandsInTheList() {
        assertThat(pages().stream().filter(name -> !name.equals("README.md")))
                .allSatisfy(name -> assertThat(page("README.md")).contains("](" + name + ")"));
    }
}
