package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTableTest {

    private static final Filing ANNUAL_2023 = filing("10-K", "2024-02-01", "2023-12-31", 2023, "FY");
    private static final Filing ANNUAL_2024 = filing("10-K", "2025-02-01", "2024-12-31", 2024, "FY");
    private static final Filing SECOND_QUARTER = filing("10-Q", "2025-08-01", "2025-06-30", 2025, "Q2");

    @Test
    void theFilingFiledLastCountsAndAnOlderOneFillsWhatItLeavesOut() {
        var older = source(
                ANNUAL_2023,
                row("revenue", flow("2023-01-01", "2023-12-31", 100)),
                row("royalties", flow("2023-01-01", "2023-12-31", 7)));
        var newer = source(
                ANNUAL_2024,
                row("revenue", flow("2024-01-01", "2024-12-31", 120), flow("2023-01-01", "2023-12-31", 99)));

        var table = table(Cadence.ANNUAL, StatementKey.INCOME_STATEMENT, newer, older);

        assertThat(table.columns().stream().map(StatementTable.Column::fiscalYear))
                .containsExactly(2024, 2023);
        assertThat(values(table, "revenue")).containsExactly("120", "99");
        assertThat(values(table, "royalties")).containsExactly("null", "7");
        assertThat(table.line("royalties")
                        .orElseThrow()
                        .cells()
                        .getLast()
                        .column()
                        .filing())
                .isEqualTo(ANNUAL_2023);
        assertThat(table.columns().getLast().filing()).isEqualTo(ANNUAL_2024);
        assertThat(table.filings()).containsExactly(ANNUAL_2024, ANNUAL_2023);
    }

    @Test
    void aLineThatOnlyAnOlderFaceHasFollowsTheLineItFollowedThere() {
        var older = source(ANNUAL_2023, rows("2023", "zero", "a", "x", "y", "c"));
        var newer = source(ANNUAL_2024, rows("2024", "a", "b", "c", "d"));

        var table = table(Cadence.ANNUAL, StatementKey.INCOME_STATEMENT, newer, older);

        assertThat(table.lines().stream().map(line -> line.row().key()))
                .containsExactly("zero", "a", "x", "y", "b", "c", "d");
    }

    @Test
    void aQuarterIsThreeMonthsAndNeverTheYearToDate() {
        var face = source(
                SECOND_QUARTER,
                row(
                        "revenue",
                        flow("2025-01-01", "2025-06-30", 60),
                        flow("2025-04-01", "2025-06-30", 31),
                        flow("2024-01-01", "2024-06-30", 50),
                        flow("2024-04-01", "2024-06-30", 26)),
                row("to_date_only", flow("2025-01-01", "2025-06-30", 9)));

        var table = table(Cadence.QUARTERLY, StatementKey.INCOME_STATEMENT, face);

        assertThat(values(table, "revenue")).containsExactly("31", "26");
        assertThat(table.line("to_date_only")).isEmpty();
        assertThat(table.columns().stream().map(StatementTable.Column::fiscalYear))
                .containsExactly(2025, 2024);
    }

    @Test
    void aBalanceSheetHasItsDaysAndAQuarterlyOneNotTheYearsEnd() {
        var face = source(SECOND_QUARTER, row("cash", balance("2025-06-30", 5), balance("2024-12-31", 4)));

        var table = table(Cadence.QUARTERLY, StatementKey.BALANCE_SHEET, face);

        assertThat(values(table, "cash")).containsExactly("5");
    }

    @Test
    void aBalanceInACashFlowStatementIsTheOneAtThePeriodsEnd() {
        var face = source(
                ANNUAL_2024,
                row("operating_cash_flow", flow("2024-01-01", "2024-12-31", 10)),
                row("cash_balance", balance("2024-12-31", 8), balance("2023-12-31", 6)));

        var table = table(Cadence.ANNUAL, StatementKey.CASH_FLOW_STATEMENT, face);

        assertThat(values(table, "cash_balance")).containsExactly("8");
    }

    @ParameterizedTest(name = "a figure to {0} in a filing to {1} for {2} is of {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            end,        filing,     year, ofYear
            2025-02-02, 2025-02-02, 2024, 2024
            2024-01-28, 2025-02-02, 2024, 2023
            2023-01-29, 2025-02-02, 2024, 2022
            2024-06-29, 2025-06-28, 2025, 2024
            2024-12-31, 2025-06-30, 2025, -1
            2026-06-30, 2025-06-30, 2025, -1
            """)
    void aComparativeIsOfAsManyYearsBefore(LocalDate end, LocalDate filing, int year, int ofYear) {
        var filed = filing("10-K", "2025-12-31", filing.toString(), year, "FY");

        assertThat(Cadence.fiscalYear(filed, end)).isEqualTo(ofYear < 0 ? OptionalInt.empty() : OptionalInt.of(ofYear));
    }

    @Test
    void nothingReportedGivesAnEmptyTable() {
        var table = table(Cadence.ANNUAL, StatementKey.INCOME_STATEMENT);

        assertThat(table.columns()).isEmpty();
        assertThat(table.lines()).isEmpty();
        assertThat(table.filings()).isEmpty();
    }

    private static StatementTable table(Cadence cadence, StatementKey statement, StatementTable.Source... newestFirst) {
        return StatementTable.of(List.of(newestFirst), statement, cadence, _ -> true, 40);
    }

    private static List<String> values(StatementTable table, String key) {
        return table.line(key).orElseThrow().cells().stream()
                .map(cell -> cell.figure()
                        .map(figure -> figure.value().toPlainString())
                        .orElse("null"))
                .toList();
    }

    private static StatementTable.Source source(Filing filing, Face.Row... rows) {
        return new StatementTable.Source(filing, new Face(filing.accessionNumber(), List.of(rows)));
    }

    private static Face.Row[] rows(String year, String... keys) {
        return Stream.of(keys)
                .map(key -> row(key, flow(year + "-01-01", year + "-12-31", 1)))
                .toArray(Face.Row[]::new);
    }

    private static Face.Row row(String key, Face.Figure... figures) {
        return new Face.Row(key, "us-gaap:" + key, key, "USD", List.of(figures));
    }

    private static Face.Figure flow(String start, String end, long value) {
        return new Face.Figure(Optional.of(LocalDate.parse(start)), LocalDate.parse(end), BigDecimal.valueOf(value));
    }

    private static Face.Figure balance(String day, long value) {
        return new Face.Figure(Optional.empty(), LocalDate.parse(day), BigDecimal.valueOf(value));
    }

    private static Filing filing(String form, String filed, String period, int year, String fiscalPeriod) {
        return new Filing(
                "0000000001",
                "0000000001-%s-%06d".formatted(filed.substring(2, 4), year),
                form,
                LocalDate.parse(filed),
                LocalDate.parse(period),
                year,
                fiscalPeriod,
                "https://www.sec.gov/Archives/1",
                OptionalInt.empty(),
                true,
                List.of());
    }
}
