package omni.sec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default view of a statement (contract 11.12), without the request's own fields. */
public record StatementView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        String entityId,
        @Nullable String ticker,
        String companyName,
        String statementKey,
        String title,
        String period,
        List<Period> periods,
        List<Row> rows,
        Optional<Completeness> completeness,
        Provenance provenance,
        Optional<Freshness> freshness,
        Optional<Materialization> materialization,
        Optional<Validation> validation)
        implements Viewed {

    /** {@code view=compact}: each line's values stand in the order of {@code periods}. */
    public record Compact(
            @Nullable String ticker, String statementKey, String period, List<Period> periods, List<CompactRow> rows) {}

    /** A line without its filings; a value is null where no filing has the line for the period. */
    public record CompactRow(
            String key, String label, @Nullable String unit, List<@Nullable BigDecimal> values) {}

    /** {@code view=agent}: the lines as in the default view, and what to cite. */
    public record Agent(
            String object,
            @Nullable String ticker,
            String companyName,
            String statementKey,
            String title,
            String period,
            List<Period> periods,
            List<Row> rows,
            List<Source> sources) {}

    /** A filing that figures are from. */
    public record Source(
            String source, String sourceKind, @Nullable String accessionNumber, String sourceUrl) {}

    /** A column: the period, and the newest filing that reports it. */
    public record Period(
            String periodEnd,
            @Nullable String filedAt,
            @Nullable String form,
            @Nullable Integer fy,
            @Nullable String fp) {}

    /** A line; {@code values} stand in the order of the statement's periods, one for each. */
    public record Row(
            String key,
            String tag,
            String taxonomy,
            String label,
            @Nullable String unit,
            List<Value> values) {}

    /** A figure with the filing that reports it; {@code value} is null where no filing has the line for the period. */
    public record Value(
            String periodEnd,
            @Nullable String filedAt,
            @Nullable String form,
            @Nullable Integer fy,
            @Nullable String fp,
            @Nullable BigDecimal value,
            Optional<String> periodStart) {}

    /** What kind of facts the statement was made from. */
    public record Completeness(String source) {}

    @Override
    public Compact compact() {
        return new Compact(
                ticker,
                statementKey,
                period,
                periods,
                rows.stream().map(StatementView::compact).toList());
    }

    private static CompactRow compact(Row row) {
        var values = new ArrayList<@Nullable BigDecimal>();
        row.values().forEach(value -> values.add(value.value()));
        return new CompactRow(row.key(), row.label(), row.unit(), values);
    }

    @Override
    public Agent agent(List<Filing> filings) {
        var sources = filings.stream()
                .map(filing -> new Source(provenance.source(), "filing", filing.accessionNumber(), filing.url()))
                .toList();
        return new Agent(object, ticker, companyName, statementKey, title, period, periods, rows, sources);
    }

    static StatementView of(
            Company company,
            StatementKey statement,
            Cadence cadence,
            StatementTable table,
            Origin origin,
            boolean livemode) {
        var newest = table.filings().getFirst();
        return new StatementView(
                "statement",
                DataIds.statement(company.cik(), statement, cadence),
                origin.retrievedAt(),
                livemode,
                DataIds.entity(company.cik()),
                company.ticker().orElse(null),
                company.name(),
                statement.wireName(),
                company.name() + ": " + statement.title() + ", " + cadence.wireName(),
                cadence.wireName(),
                table.columns().stream().map(StatementView::period).toList(),
                table.lines().stream().map(StatementView::row).toList(),
                Optional.of(new Completeness("xbrl_facts")),
                Provenance.of(origin, newest),
                Optional.of(Freshness.of(origin, newest)),
                Optional.of(Materialization.of(origin)),
                Optional.of(Validation.of(newest)));
    }

    private static Period period(StatementTable.Column column) {
        return new Period(
                column.periodEnd().toString(),
                column.filing().filingDate().toString(),
                column.filing().form(),
                column.fiscalYear(),
                column.filing().fiscalPeriod());
    }

    private static Row row(StatementTable.Line line) {
        var face = line.row();
        return new Row(
                face.key(),
                face.tag(),
                face.taxonomy(),
                face.label(),
                face.unit(),
                line.cells().stream().map(StatementView::value).toList());
    }

    private static Value value(StatementTable.Cell cell) {
        var period = period(cell.column());
        return new Value(
                period.periodEnd(),
                period.filedAt(),
                period.form(),
                period.fy(),
                period.fp(),
                cell.figure().map(Face.Figure::value).orElse(null),
                cell.figure().flatMap(Face.Figure::periodStart).map(Object::toString));
    }
}
