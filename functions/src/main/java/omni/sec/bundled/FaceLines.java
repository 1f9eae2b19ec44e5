package omni.sec.bundled;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import omni.sec.Face;
import omni.sec.StatementKey;

/**
 * One statement of an issuer in all its filings of a form: for each filing a line with the periods of its figures
 * ({@code start/end}, or {@code /day}), followed by a line for each row, its figures in the order of the periods.
 */
public final class FaceLines {

    private static final String FILING = "F";
    private static final String ROW = "R";
    private static final int ROW_COLUMNS = 5;

    private FaceLines() {}

    public static String resource(String cik, String form, StatementKey statement) {
        return "statements/" + cik + "/" + form.toLowerCase(Locale.ROOT) + "/" + statement.wireName() + ".tsv";
    }

    public static Stream<String> write(Face face) {
        var periods = face.rows().stream()
                .flatMap(row -> row.figures().stream())
                .map(FaceLines::period)
                .distinct()
                .toList();
        var head = Columns.of(Stream.concat(Stream.of(FILING, face.accessionNumber()), periods.stream()));
        return Stream.concat(
                Stream.of(head.line()),
                face.rows().stream().map(row -> row(row, periods).line()));
    }

    static List<Face> read(List<String> lines) {
        var faces = new ArrayList<Face>();
        var accessionNumber = "";
        List<String> periods = List.of();
        var rows = new ArrayList<Face.Row>();
        for (var line : lines) {
            var columns = Columns.parse(line);
            if (columns.text(0).equals(ROW)) {
                rows.add(row(columns, periods));
                continue;
            }
            if (!rows.isEmpty()) {
                faces.add(new Face(accessionNumber, rows));
                rows.clear();
            }
            accessionNumber = columns.text(1);
            periods = columns.from(2);
        }
        if (!rows.isEmpty()) {
            faces.add(new Face(accessionNumber, rows));
        }
        return List.copyOf(faces);
    }

    private static Columns row(Face.Row row, List<String> periods) {
        var figures = periods.stream()
                .map(period -> row.figures().stream()
                        .filter(figure -> period(figure).equals(period))
                        .findFirst()
                        .map(figure -> figure.value().toPlainString())
                        .orElse(""));
        return Columns.of(Stream.concat(Stream.of(ROW, row.key(), row.concept(), row.label(), row.unit()), figures));
    }

    private static Face.Row row(Columns line, List<String> periods) {
        var figures = new ArrayList<Face.Figure>();
        for (int i = 0; i < periods.size(); i++) {
            var value = line.text(ROW_COLUMNS + i);
            if (!value.isEmpty()) {
                figures.add(figure(periods.get(i), new BigDecimal(value)));
            }
        }
        return new Face.Row(line.text(1), line.text(2), line.text(3), line.text(4), figures);
    }

    private static String period(Face.Figure figure) {
        return figure.periodStart().map(LocalDate::toString).orElse("") + "/" + figure.periodEnd();
    }

    private static Face.Figure figure(String period, BigDecimal value) {
        int slash = period.indexOf('/');
        var start = Optional.of(period.substring(0, slash)).filter(text -> !text.isEmpty());
        return new Face.Figure(start.map(LocalDate::parse), LocalDate.parse(period.substring(slash + 1)), value);
    }
}
