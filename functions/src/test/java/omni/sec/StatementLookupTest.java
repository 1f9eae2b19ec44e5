package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementLookupTest {

    private final StatementLookup lookup = new StatementLookup(Look.BUNDLED);

    @ParameterizedTest(name = "{1} of {0}: {2} {3} is {4}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                           statement;           row;                  period;     value
            ticker=AAPL;                     income_statement;    revenue;              2024-09-28; 391035000000
            ticker=AAPL&fy=2023;             income_statement;    revenue;              2023-09-30; 383285000000
            ticker=AAPL;                     income_statement;    eps_diluted;          2024-09-28; 6.08
            ticker=AAPL;                     balance_sheet;       total_assets;         2024-09-28; 364980000000
            ticker=AAPL;                     cash_flow_statement; operating_cash_flow;  2024-09-28; 118254000000
            ticker=AAPL&period=quarterly;    income_statement;    revenue;              2025-06-28; 94036000000
            ticker=AAPL&period=quarterly;    income_statement;    revenue;              2025-03-29; 95359000000
            ticker=AAPL&period=quarterly;    income_statement;    revenue;              2024-06-29; 85777000000
            ticker=NVDA;                     income_statement;    revenue;              2025-01-26; 130497000000
            ticker=GOOGL;                    income_statement;    revenue;              2024-12-31; 350018000000
            ticker=AMZN;                     income_statement;    net_income;           2024-12-31; 59248000000
            ticker=HD&fy=2024;               income_statement;    revenue;              2025-02-02; 159514000000
            """)
    void figuresAreThoseOfTheFilings(String query, String statement, String row, String period, BigDecimal value) {
        var found = Look.record(lookup.find(statement, Look.query(query), true));

        assertThat(value(found, row, period)).isEqualByComparingTo(value);
    }

    @ParameterizedTest(name = "{1} of {0} → {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                                               statement;           years
            ticker=AAPL;                                         income_statement;    2024 2023 2022 2021
            ticker=AAPL&limit=1;                                 income_statement;    2024
            ticker=AAPL&limit=40;                                income_statement;    2024 2023 2022 2021 2020
            ticker=AAPL&limit=40;                                balance_sheet;       2024 2023 2022 2021
            ticker=AAPL&fy=2022;                                 income_statement;    2022
            ticker=AAPL&fy_from=2021&fy_to=2022;                 income_statement;    2022 2021
            ticker=AAPL&fy_to=2021;                              income_statement;    2021 2020
            ticker=AAPL&fy_from=2023;                            income_statement;    2024 2023
            ticker=AAPL&fy=2023&fy_from=2023&fy_to=2023;         income_statement;    2023
            ticker=AAPL&period=quarterly&limit=3;                income_statement;    2025 2025 2024
            ticker=AAPL&period=quarterly;                        balance_sheet;       2025 2025 2024 2023
            ticker=NFLX&period=QUARTERLY&fy=2024;                cash_flow_statement; 2024 2024 2024
            """)
    void periodsAreTheNewestOfTheYearsAskedFor(String query, String statement, String years) {
        var found = Look.record(lookup.find(statement, Look.query(query), true));

        assertThat(found.periods().stream().map(period -> String.valueOf(period.fy())))
                .containsExactly(years.split(" "));
        assertThat(found.periods())
                .isSortedAccordingTo((one, other) -> other.periodEnd().compareTo(one.periodEnd()));
    }

    @ParameterizedTest(name = "{1} of {0} → {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                                 statement;           refusal
            ticker=AAPL;                           income;              invalid_request_parameter:statement_key
            ticker=AAPL;                           INCOME_STATEMENT;    invalid_request_parameter:statement_key
            '';                                    income;              invalid_request_parameter:statement_key
            '';                                    income_statement;    missing_identifier
            ticker=ZZZZZZ;                         income_statement;    statement_not_found
            ticker=MSFT;                           income_statement;    statement_not_found
            ticker=IBM;                            income_statement;    statement_not_found
            ticker=AAPL&fy=2010;                   income_statement;    statement_not_found
            ticker=AAPL&fy=2023&fy_from=2024;      income_statement;    statement_not_found
            ticker=AAPL&period=quarterly;          cash_flow_statement; statement_not_found
            ticker=AAPL&period=monthly;            income_statement;    invalid_query_parameter:period
            ticker=AAPL&limit=0;                   income_statement;    invalid_query_parameter:limit
            ticker=AAPL&limit=41;                  income_statement;    invalid_query_parameter:limit
            ticker=AAPL&limit=-1;                  income_statement;    invalid_query_parameter:limit
            ticker=AAPL&limit=9999999999;          income_statement;    invalid_query_parameter:limit
            ticker=AAPL&fy=last;                   income_statement;    invalid_query_parameter:fy
            ticker=AAPL&fy_from=0;                 income_statement;    invalid_query_parameter:fy_from
            ticker=AAPL&fy_to=1.5;                 income_statement;    invalid_query_parameter:fy_to
            ticker=AAPL&fy_from=2024&fy_to=2023;   income_statement;    invalid_query_parameter:fy_from
            ticker=AAPL&view=agents;               income_statement;    invalid_query_parameter:view
            """)
    void aStatementThatCannotBeMeantOrIsNotHeldIsRefused(String query, String statement, String refusal) {
        assertThat(Look.refused(lookup.find(statement, Look.query(query), true)))
                .isEqualTo(refusal);
    }

    @Test
    void anUnknownValueNamesTheAcceptedOnes() {
        assertThat(Look.refusal(lookup.find("equity", Look.query("ticker=AAPL"), true)))
                .isInstanceOfSatisfying(
                        LookupRefusal.InvalidParameter.class,
                        fault -> assertThat(fault.acceptedValues())
                                .containsExactly("income_statement", "balance_sheet", "cash_flow_statement"));
        assertThat(Look.refusal(lookup.find("balance_sheet", Look.query("ticker=AAPL&period=x"), true)))
                .isInstanceOfSatisfying(
                        LookupRefusal.InvalidParameter.class,
                        fault -> assertThat(fault.acceptedValues()).containsExactly("annual", "quarterly"));
    }

    @Test
    void aLaterFilingsNumberReplacesTheEarlierOneAndNamesItsFiling() {
        // NVIDIA split its shares ten to one in 2024; its 10-K of 2023 says 1.74.
        var found = Look.record(lookup.find("income_statement", Look.query("ticker=NVDA&fy=2023"), true));
        var diluted = row(found, "eps_diluted").values().getFirst();

        assertThat(diluted.value()).isEqualByComparingTo("0.17");
        assertThat(diluted.filedAt()).isEqualTo("2025-02-26");
        assertThat(diluted.periodStart()).contains("2022-01-31");
    }

    @Test
    void theFilingsBehindAStatementComeWithIt() {
        var found = lookup.find("income_statement", Look.query("ticker=AAPL&limit=40"), true);

        assertThat(found)
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        answer -> assertThat(((List<?>) answer.filings())
                                        .stream().map(filing -> ((Filing) filing).accessionNumber()))
                                .containsExactly(
                                        "0000320193-24-000123", "0000320193-23-000106", "0000320193-22-000108"));
        assertThat(Look.record(found).provenance().accessionNumber()).isEqualTo("0000320193-24-000123");
    }

    @Test
    void rowsStandInTheOrderOfTheFace() {
        var found = Look.record(lookup.find("income_statement", Look.query("ticker=AAPL"), true));

        assertThat(found.rows().stream().map(StatementView.Row::key))
                .startsWith("revenue", "cost_of_revenue", "gross_profit", "research_and_development");
        assertThat(found.rows().getFirst().taxonomy()).isEqualTo("us-gaap");
        assertThat(found.rows().getFirst().tag()).isEqualTo("RevenueFromContractWithCustomerExcludingAssessedTax");
        assertThat(found.id()).isEqualTo("stm_0000320193_income_statement_annual");
    }

    private static StatementView.Row row(StatementView statement, String key) {
        return statement.rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal value(StatementView statement, String key, String periodEnd) {
        var value = row(statement, key).values().stream()
                .filter(cell -> cell.periodEnd().equals(periodEnd))
                .findFirst()
                .orElseThrow()
                .value();
        if (value == null) {
            throw new AssertionError(key + " has no value for " + periodEnd);
        }
        return value;
    }
}
