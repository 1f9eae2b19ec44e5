package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.fakes.Recorded;
import omni.openapi.ApiDescription;
import org.junit.jupiter.api.Test;

/** The table of contract section 1 lists what is served, and marks as planned what is not. */
class ContractOperationsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\w+) \\| (.+) \\|$");
    private static final Pattern PATH = Pattern.compile("`(/[^`]*)`");
    private static final String ANY_OTHER = "ANY `/{proxy+}`";

    /** The WebSocket's row: its functions stand in {@code Jobs}. */
    private static final String CHAT = "OpenChat GET [/ws]";

    /** A row of the table. */
    private record Row(String operationId, String route, boolean planned) {

        private static Row of(String operationId, String cells) {
            var parts = List.of(cells.split(" \\| ", -1));
            var route = parts.getFirst().startsWith("any other route") ? ANY_OTHER : parts.getFirst();
            var paths = PATH.matcher(route).results().map(path -> path.group(1)).sorted();
            var method = route.substring(0, route.indexOf(' '));
            return new Row(
                    operationId, method + " " + paths.toList(), parts.getLast().contains("*planned*"));
        }

        private String line() {
            return operationId + " " + route;
        }
    }

    private static List<Row> rows() {
        var page = Repository.text("docs/contract.md");
        var table = page.substring(page.indexOf("\n## 1. "), page.indexOf("\n## 2. "));
        return ROW.matcher(table)
                .results()
                .map(row -> Row.of(row.group(1), row.group(2)))
                .toList();
    }

    private static String line(Operation operation) {
        return operation.operationId() + " " + operation.method() + " "
                + operation.paths().stream().sorted().toList();
    }

    /** Recorded, a row of what is served loses its mark, and what has no row gets one; whatever else a row says is not touched. */
    @Test
    void theRowsOfWhatIsServedCarryNoMark() {
        var page = Repository.text("docs/contract.md");
        for (var endpoint : Endpoints.values()) {
            page = served(page, endpoint.operation());
        }
        Recorded.document("contract.md", page);
    }

    private static String served(String page, Operation operation) {
        var from = page.indexOf("\n| " + operation.operationId() + " | ");
        if (from < 0) {
            var end = page.indexOf("\n\n", page.indexOf("\n## 1. "));
            return page.substring(0, end) + "\n" + row(operation) + page.substring(end);
        }
        var end = page.indexOf('\n', from + 1);
        return page.substring(0, from) + page.substring(from, end).replace(" *planned*", "") + page.substring(end);
    }

    private static String row(Operation operation) {
        return "| %s | %s %s | %s | %s | %d |"
                .formatted(
                        operation.operationId(),
                        operation.method(),
                        operation.paths().stream().map(path -> "`" + path + "`").collect(Collectors.joining(" and ")),
                        who(operation.access()),
                        operation.meter() == Operation.Meter.UNMETERED ? "–" : "platform_read",
                        ApiDescription.FILE.success(operation.operationId()).status());
    }

    private static String who(Operation.Access access) {
        var scope = access.scope() == null ? "" : "`" + access.scope() + "`";
        return switch (access.kind()) {
            case PUBLIC -> "public";
            case ORG -> scope.isEmpty() ? "org" : scope;
            case HUMAN -> scope.isEmpty() ? "human" : "human with " + scope;
            case HUMAN_ANYWHERE -> "human without an organization";
            case COOKIE -> "cookie";
            case SIGNED -> "signed";
        };
    }

    @Test
    void aRowThatIsMadeSaysWhatTheContractSays() {
        var page = Repository.text("docs/contract.md");

        assertThat(Arrays.stream(Endpoints.values())
                        .map(Endpoints::operation)
                        .filter(operation -> operation.meter() != Operation.Meter.CATALOG)
                        .map(ContractOperationsTest::row)
                        .filter(row -> !page.contains("\n" + row + "\n")))
                .hasSizeLessThan(5);
    }

    @Test
    void whatHasNoMarkIsServedAndWhatIsServedHasNone() {
        var served = Stream.concat(
                Arrays.stream(Endpoints.values()).map(Endpoints::operation).map(ContractOperationsTest::line),
                Stream.of(CHAT));

        assertThat(rows().stream().filter(row -> !row.planned()).map(Row::line))
                .as("rows of contract section 1 without the mark *planned*")
                .containsExactlyInAnyOrderElementsOf(served.toList());
    }

    @Test
    void whatIsPlannedIsNotServedYet() {
        var served = Arrays.stream(Endpoints.values())
                .flatMap(each -> Stream.of(
                        each.operation().operationId(), line(each.operation()).replaceFirst("\\S+ ", "")))
                .collect(Collectors.toSet());

        assertThat(rows().stream().filter(Row::planned))
                .isNotEmpty()
                .noneMatch(row -> served.contains(row.operationId()) || served.contains(row.route()));
    }

    @Test
    void everyOperationStandsOnce() {
        assertThat(rows().stream().map(Row::operationId))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(70);
    }
}
