package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionLookupTest {

    private final SectionLookup lookup = new SectionLookup(Look.BUNDLED);

    @ParameterizedTest(name = "{0} of {1} → {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            section;          query;                            id;                                       title
            item_1a;          ticker=AAPL;                      sec_000032019324000123_item_1a;           Risk Factors
            ITEM_1A;          ticker=AAPL;                      sec_000032019324000123_item_1a;           Risk Factors
            Item 1A;          ticker=AAPL;                      sec_000032019324000123_item_1a;           Risk Factors
            item_1;           cik=12927&fy=2024;                sec_000001292725000015_item_1;            Business
            part_ii_item_1a;  ticker=AAPL&form=10-Q;            sec_000032019325000073_part_ii_item_1a;   Risk Factors
            item_1a;          ticker=AAPL&form=&mode=&fy=;      sec_000032019324000123_item_1a;           Risk Factors
            item_1;           ticker=NVDA&filing_year=2023;     sec_000104581023000017_item_1;            Business
            """)
    void theSectionOfTheNewestFilingIsFound(String section, String query, String id, String title) {
        var found = Look.record(lookup.latest(section, Look.query(query), true));

        assertThat(found.id()).isEqualTo(id).hasSizeLessThanOrEqualTo(64);
        assertThat(found.title()).isEqualTo(title);
    }

    @ParameterizedTest(name = "{0} of {1} → {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            section;   query;                           refusal
            item_1a;   '';                              missing_identifier
            item_1a;   ticker=ZZZZZZ;                   filing_not_found
            item_1a;   ticker=MSFT;                     filing_not_found
            item_1a;   ticker=XOM;                      filing_not_found
            item_1a;   ticker=AAPL&fy=2019;             filing_not_found
            item_99;   ticker=AAPL;                     section_not_found
            '';        ticker=AAPL;                     section_not_found
            item_1a;   ticker=AAPL&fy=2023;             section_not_found
            item_1a;   ticker=AAPL&form=10-Q;           section_not_found
            item_1c;   ticker=NVDA&filing_year=2023;    section_not_found
            item_1a;   ticker=AAPL&mode=short;          invalid_section_mode:mode
            item_1a;   ticker=AAPL&fy=x;                invalid_query_parameter:fy
            item_1a;   ticker=AAPL&filing_year=x;       invalid_query_parameter:filing_year
            item_1a;   ticker=AAPL&form=(;              invalid_query_parameter:form
            item_1a;   ticker=AAPL&view=short;          invalid_query_parameter:view
            """)
    void aSectionThatCannotBeMeantOrIsNotHeldIsRefused(String section, String query, String refusal) {
        assertThat(Look.refused(lookup.latest(section, Look.query(query), true)))
                .isEqualTo(refusal);
    }

    @Test
    void withoutTextTheContentIsAnAbstractThatSaysSo() {
        var section = Look.record(lookup.latest("item_7", Look.query("ticker=AAPL"), true));

        assertThat(section.filingId()).isEqualTo("fil_000032019324000123");
        assertThat(section.contentMd())
                .startsWith("# Item 7: Management's Discussion")
                .contains("Apple Inc. (AAPL), CIK 0000320193", "0000320193-24-000123", "period ended 2024-09-28")
                .contains("| Revenue | USD | 2024-09-28 | 391,035,000,000 |", "| USD/shares | 2024-09-28 | 6.08 |")
                .contains("An abstract made from facts of the filing");
        var trace = section.trace().orElseThrow();
        assertThat(trace.status()).isEqualTo("degraded");
        assertThat(trace.kind()).isEqualTo("filing_fact");
        assertThat(trace.href()).isEqualTo(section.provenance().filingUrl());
        var region = trace.region().orElseThrow();
        assertThat(region.endOffset()).isGreaterThan(region.startOffset());
        assertThat(section.validation().orElseThrow().exceptions()).contains(List.of("no_section_text"));
    }

    @Test
    void compactModeCutsTheContentToTheSnippet() {
        var full = Look.record(lookup.latest("item_1a", Look.query("ticker=AAPL&mode=full"), true));
        var compact = Look.record(lookup.latest("item_1a", Look.query("ticker=AAPL&mode=compact"), true));

        assertThat(compact.snippet()).isEqualTo(full.snippet());
        assertThat(compact.contentMd())
                .isEqualTo(compact.snippet().orElseThrow())
                .startsWith("Item 1A (Risk Factors) of Apple Inc.: Form 10-K for fiscal year 2024: ");
        assertThat(full.contentMd()).hasSizeGreaterThan(compact.contentMd().length());
    }

    @Test
    void aSourceWithTextGivesTheTextAsSupported() {
        var text = "🂡".repeat(500);
        var live = new SectionLookup(new SourceWithText(text));
        var section = Look.record(live.latest("item_1a", Look.query("ticker=AAPL"), true));

        assertThat(section.contentMd()).isEqualTo(text);
        assertThat(section.snippet()).contains("🂡".repeat(400));
        assertThat(section.trace().orElseThrow().status()).isEqualTo("supported");
        assertThat(section.trace().orElseThrow().kind()).isEqualTo("filing_excerpt");
        assertThat(section.validation().orElseThrow().status()).isEqualTo("validated");
    }
}
