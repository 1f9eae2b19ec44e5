package omni.sec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads statements over an issuer's filings. */
record Statements(FilingSource source) {

    /** How many periods an abstract shows: the filing's own and the one before. */
    private static final int COMPARED_PERIODS = 2;

    Reading<StatementTable> table(
            Company company, StatementKey statement, Cadence cadence, IntPredicate years, int limit) {
        return source.filings(company)
                .then(filings -> source.faces(company, cadence.form(), statement)
                        .map(faces -> StatementTable.of(join(filings, faces), statement, cadence, years, limit)));
    }

    /** Key figures of one filing from the statements named. */
    Reading<List<FilingAbstract.KeyFigure>> keyFigures(Company company, Filing filing, List<StatementKey> statements) {
        Reading<List<FilingAbstract.KeyFigure>> figures = Reading.of(List.of());
        for (var statement : statements) {
            figures = figures.then(
                    before -> keyFigures(company, filing, statement).map(more -> concat(before, more)));
        }
        return figures;
    }

    private Reading<List<FilingAbstract.KeyFigure>> keyFigures(Company company, Filing filing, StatementKey statement) {
        var cadence = filing.form().equals(Cadence.ANNUAL.form()) ? Cadence.ANNUAL : Cadence.QUARTERLY;
        return source.faces(company, filing.form(), statement)
                .map(faces -> StatementTable.of(
                        join(List.of(filing), faces), statement, cadence, _ -> true, COMPARED_PERIODS))
                .map(table -> FilingAbstract.figures(statement, table));
    }

    private static List<StatementTable.Source> join(List<Filing> filings, List<Face> faces) {
        return filings.stream()
                .flatMap(filing -> faces.stream()
                        .filter(face -> face.accessionNumber().equals(filing.accessionNumber()))
                        .map(face -> new StatementTable.Source(filing, face)))
                .toList();
    }

    private static <T> List<T> concat(List<T> before, List<T> more) {
        var all = new ArrayList<>(before);
        all.addAll(more);
        return List.copyOf(all);
    }
}
