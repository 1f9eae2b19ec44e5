package omni.sec;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * One statement over several filings: columns newest first, lines in the order of the newest face. Where filings differ
 * the one filed last counts; its own number for the year before replaces what was filed then.
 */
record StatementTable(List<Column> columns, List<Line> lines) {

    /** A filing and the statement as it stands there. */
    record Source(Filing filing, Face face) {}

    /** A period and the newest filing that reports it. */
    record Column(LocalDate periodEnd, int fiscalYear, Filing filing) {}

    /** A line with one cell for each column. */
    record Line(Face.Row row, List<Cell> cells) {}

    /** A figure and the filing that it is from, or the column where there is none. */
    record Cell(Column column, Optional<Face.Figure> figure) {}

    /**
     * Merges what filings say.
     *
     * @param sources newest first
     * @param years which fiscal years are wanted
     * @param limit how many of the newest periods
     */
    static StatementTable of(
            List<Source> sources, StatementKey statement, Cadence cadence, IntPredicate years, int limit) {
        var columns = columns(sources, statement, cadence).stream()
                .filter(column -> years.test(column.fiscalYear()))
                .limit(limit)
                .toList();
        var lines = rows(sources).stream()
                .map(row -> line(row, columns, sources, cadence))
                .filter(line ->
                        line.cells().stream().anyMatch(cell -> cell.figure().isPresent()))
                .toList();
        return new StatementTable(columns, lines);
    }

    /** The filings that columns and figures are from, newest first. */
    List<Filing> filings() {
        var ofCells = lines.stream().flatMap(line -> line.cells().stream()).map(Cell::column);
        return Stream.concat(columns.stream(), ofCells)
                .map(Column::filing)
                .distinct()
                .sorted(Comparator.comparing(Filing::filingDate)
                        .thenComparing(Filing::accessionNumber)
                        .reversed())
                .toList();
    }

    /** The cells of a line, if the statement has it. */
    Optional<Line> line(String key) {
        return lines.stream().filter(line -> line.row().key().equals(key)).findFirst();
    }

    private static List<Column> columns(List<Source> sources, StatementKey statement, Cadence cadence) {
        Map<LocalDate, Column> newestFirst = new TreeMap<>(Comparator.reverseOrder());
        for (var source : sources) {
            source.face().rows().stream()
                    .flatMap(row -> row.figures().stream())
                    .filter(figure -> figure.periodStart().isEmpty() == statement.isOfInstants())
                    .filter(cadence::fits)
                    .flatMap(figure -> column(source.filing(), figure.periodEnd()).stream())
                    .forEach(column -> newestFirst.putIfAbsent(column.periodEnd(), column));
        }
        return List.copyOf(newestFirst.values());
    }

    private static Optional<Column> column(Filing filing, LocalDate periodEnd) {
        var year = Cadence.fiscalYear(filing, periodEnd);
        return year.isPresent() ? Optional.of(new Column(periodEnd, year.getAsInt(), filing)) : Optional.empty();
    }

    /** The newest wording of every line; one that only older faces have follows the line it followed there. */
    private static List<Face.Row> rows(List<Source> sources) {
        var rows = new ArrayList<Face.Row>();
        for (var source : sources) {
            int place = 0;
            for (var row : source.face().rows()) {
                int known = indexOf(rows, row.key());
                if (known < 0) {
                    rows.add(place++, row);
                } else {
                    place = known + 1;
                }
            }
        }
        return rows;
    }

    private static int indexOf(List<Face.Row> rows, String key) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private static Line line(Face.Row row, List<Column> columns, List<Source> sources, Cadence cadence) {
        return new Line(
                row,
                columns.stream()
                        .map(column -> cell(row.key(), column, sources, cadence))
                        .toList());
    }

    private static Cell cell(String key, Column column, List<Source> sources, Cadence cadence) {
        return sources.stream()
                .flatMap(source -> source.face().rows().stream()
                        .filter(row -> row.key().equals(key))
                        .flatMap(row -> row.figures().stream())
                        .filter(figure -> figure.periodEnd().equals(column.periodEnd()) && cadence.fits(figure))
                        .map(figure -> new Cell(
                                new Column(column.periodEnd(), column.fiscalYear(), source.filing()),
                                Optional.of(figure))))
                .findFirst()
                .orElseGet(() -> new Cell(column, Optional.empty()));
    }
}
