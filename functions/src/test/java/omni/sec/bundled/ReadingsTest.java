package omni.sec.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look-up reads: pages, never a table. */
class ReadingsTest {

    private static final int PAGE_BYTES = 16_384;

    private final CountedResources resources = new CountedResources();
    private final BundledFilings filings = new BundledFilings(resources);

    @BeforeEach
    void readTheIndex() {
        assertThat(resources.names()).as("making the source reads nothing").isEmpty();
        filings.origin();
        assertThat(resources.names()).containsExactly(DataSetIndex.NAME);
        assertThat(resources.bytes()).isLessThan(PAGE_BYTES);
        resources.forget();
    }

    @Test
    void anEntityByTickerReadsTwoPages() {
        new EntityLookup(filings).resolve(Map.of("ticker", "AAPL"), true);

        assertThat(resources.names()).hasSize(2).allMatch(name -> name.matches("(tickers|companies)/.*"));
        assertThat(resources.bytes()).isLessThanOrEqualTo(2 * PAGE_BYTES);
    }

    @Test
    void anEntityByCikReadsTwoPages() {
        new EntityLookup(filings).resolve(Map.of("cik", "320193"), true);

        assertThat(resources.names()).hasSize(2).allMatch(name -> name.matches("(ciks|companies)/.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple",
                "Apple Inc.",
                "zzzz",
                "the",
                "first",
                "american",
                "trust bank of",
                "inc",
                "a b c d e f g h",
                "one two three four five six seven eight nine ten eleven",
                "bank capital financial holdings group trust"
            })
    void anEntityByAnyNameReadsABoundedNumberOfPages(String name) {
        new EntityLookup(filings).resolve(Map.of("q", name), true);

        assertThat(resources.names()).hasSizeLessThanOrEqualTo(20);
        assertThat(resources.bytes()).isLessThanOrEqualTo(20L * PAGE_BYTES);
    }

    @Test
    void aNameByItsBeginningReadsTheNamesThatBeginSoAndNoFurther() {
        new EntityLookup(filings).resolve(Map.of("name", "exxon"), true);

        assertThat(resources.names()).hasSize(3).allMatch(name -> name.matches("(names|companies)/.*"));
    }

    @Test
    void aFilingReadsItsIssuerAndOneStatement() {
        new FilingLookup(filings).latest(Map.of("ticker", "AAPL"), true);

        assertThat(resources.names())
                .hasSize(4)
                .contains("filings/0000320193.tsv", "statements/0000320193/10-q/income_statement.tsv");
        assertThat(resources.bytes()).isLessThan(80_000);
    }

    @Test
    void aSectionWithoutFiguresReadsItsIssuerOnly() {
        new SectionLookup(filings).latest("item_1a", Map.of("ticker", "AAPL"), true);

        assertThat(resources.names()).hasSize(3).contains("filings/0000320193.tsv");
    }

    @Test
    void aStatementReadsItselfAndNoOther() {
        new StatementLookup(filings).find("balance_sheet", Map.of("cik", "320193"), true);

        assertThat(resources.names())
                .hasSize(4)
                .contains("filings/0000320193.tsv", "statements/0000320193/10-k/balance_sheet.tsv");
        assertThat(resources.bytes()).isLessThan(80_000);
    }
}
