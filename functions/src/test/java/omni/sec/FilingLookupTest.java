package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilingLookupTest {

    private final FilingLookup lookup = new FilingLookup(Look.BUNDLED);

    @ParameterizedTest(name = "{0} → {1} {2} of {3}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                                 form; accession;            filed
            ticker=AAPL;                           10-Q; 0000320193-25-000073; 2025-08-01
            ticker=AAPL&form=10-K;                 10-K; 0000320193-24-000123; 2024-11-01
            ticker=AAPL&form=&fy= &fp=&view=;      10-Q; 0000320193-25-000073; 2025-08-01
            ticker=AAPL&form=10k;                  10-K; 0000320193-24-000123; 2024-11-01
            ticker=AAPL&fp=fy;                     10-K; 0000320193-24-000123; 2024-11-01
            ticker=AAPL&fp=Q2;                     10-Q; 0000320193-25-000057; 2025-05-02
            ticker=AAPL&filing_year=2023;          10-K; 0000320193-23-000106; 2023-11-03
            ticker=AAPL&fy=2022;                   10-K; 0000320193-22-000108; 2022-10-28
            ticker=AAPL&fy=2023&form=10-Q;         10-Q; 0000320193-23-000077; 2023-08-04
            cik=354950&fy=2024;                    10-K; 0000354950-25-000085; 2025-03-21
            symbol=goog;                           10-K; 0001652044-25-000014; 2025-02-05
            ticker=UNP;                            10-K; 0000100885-25-000042; 2025-02-07
            """)
    void theNewestFilingThatFitsEverythingIsFound(String query, String form, String accession, String filed) {
        var filing = Look.record(lookup.latest(Look.query(query), true));

        assertThat(filing.form()).isEqualTo(form);
        assertThat(filing.accessionNumber()).isEqualTo(accession);
        assertThat(filing.filingDate()).isEqualTo(filed);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                             refusal
            '';                                missing_identifier
            name=apple;                        missing_identifier
            q=AAPL;                            missing_identifier
            ticker=ZZZZZZ;                     filing_not_found
            ticker=MSFT;                       filing_not_found
            ticker=HUBS;                       filing_not_found
            ticker=AAPL&form=8-K;              filing_not_found
            ticker=AAPL&form=10-K&fp=Q1;       filing_not_found
            ticker=AAPL&fy=2019;               filing_not_found
            ticker=UNP&form=10-Q;              filing_not_found
            ticker=AAPL&form=10_K;             invalid_query_parameter:form
            ticker=AAPL&form=-10;              invalid_query_parameter:form
            ticker=AAPL&fp=Q4;                 invalid_query_parameter:fp
            ticker=AAPL&fy=20x4;               invalid_query_parameter:fy
            ticker=AAPL&fy=99999999999;        invalid_query_parameter:fy
            ticker=AAPL&filing_year=-2024;     invalid_query_parameter:filing_year
            ticker=AAPL&view=Agents;           invalid_query_parameter:view
            ticker=ZZZZZZ&fy=x;                invalid_query_parameter:fy
            """)
    void aFilingThatCannotBeMeantOrIsNotHeldIsRefused(String query, String refusal) {
        assertThat(Look.refused(lookup.latest(Look.query(query), true))).isEqualTo(refusal);
    }

    @Test
    void aFilingTellsItsFactsAndWhereItStands() {
        var found = lookup.latest(Look.query("ticker=AAPL&fy=2024&form=10-K"), true);
        var filing = Look.record(found);

        assertThat(filing.id()).isEqualTo("fil_000032019324000123");
        assertThat(filing.entityId()).isEqualTo("cent_0000320193");
        assertThat(filing.reportDate()).contains("2024-09-28");
        assertThat(filing.title()).isEqualTo("Apple Inc.: Form 10-K for fiscal year 2024");
        assertThat(filing.snippet().orElseThrow())
                .isEqualTo("Apple Inc.: Form 10-K for fiscal year 2024, period ended 2024-09-28, filed 2024-11-01,"
                        + " 23 sections. Revenue: 391,035,000,000 USD; Operating income (loss): 123,216,000,000 USD;"
                        + " Net income (loss): 93,736,000,000 USD.");
        assertThat(filing.summaryMd().orElseThrow()).contains("| Revenue | USD | 2023-09-30 | 383,285,000,000 |");
        assertThat(filing.provenance().filingUrl())
                .isEqualTo("https://www.sec.gov/Archives/edgar/data/320193/000032019324000123/aapl-20240928.htm");
        assertThat(filing.provenance().accessionNumber()).isEqualTo("0000320193-24-000123");
    }
}
