package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other two views say, and that neither says more than the default one (contract 11.12). */
class ViewTest {

    @ParameterizedTest(name = "view={0} → {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            asked,     view
            default,   DEFAULT
            compact,   COMPACT
            agent,     AGENT
            ' AGENT ', AGENT
            '',        DEFAULT
            ' ',       DEFAULT
            """)
    void theViewIsTheOneAskedForAndAnEmptyOneIsTheDefault(String asked, View view) {
        var found = new EntityLookup(Look.BUNDLED).resolve(Look.query("ticker=AAPL&view=" + asked), true);

        assertThat(found)
                .isInstanceOfSatisfying(
                        Lookup.Found.class, answer -> assertThat(answer.view()).isEqualTo(view));
    }

    @Test
    void anEntityForAnAgentNamesTheFirstIdentifierOfEachTypeAndWhyItMatches() {
        var entity = Look.record(new EntityLookup(Look.BUNDLED).resolve(Look.query("ticker=GOOG"), true));

        assertThat(entity.agent(List.of()).primaryIdentifiers())
                .containsExactly(
                        new EntityView.PrimaryIdentifier("cik", "0001652044"),
                        new EntityView.PrimaryIdentifier("ticker", "GOOGL"));
        assertThat(entity.agent(List.of()).matchBasis()).isEqualTo("ticker");
        assertThat(entity.agent(List.of()).matchConfidence()).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void compactFiguresStandInTheOrderOfThePeriodsWithNullWhereThereIsNone() {
        var statement = Look.record(new StatementLookup(Look.BUNDLED)
                .find("cash_flow_statement", Look.query("ticker=AMZN&limit=40"), true));
        var compact = statement.compact();

        assertThat(compact.rows()).hasSameSizeAs(statement.rows());
        for (var line = 0; line < compact.rows().size(); line++) {
            assertThat(compact.rows().get(line).values())
                    .containsExactlyElementsOf(statement.rows().get(line).values().stream()
                            .map(StatementView.Value::value)
                            .toList());
        }
        assertThat(compact.rows()).anySatisfy(row -> assertThat(row.values()).containsNull());
    }

    @Test
    void aStatementForAnAgentCitesEveryFilingThatAFigureIsFrom() {
        var found = new StatementLookup(Look.BUNDLED)
                .find("income_statement", Look.query("ticker=AAPL&limit=40&view=agent"), true);

        assertThat(found).isInstanceOfSatisfying(Lookup.Found.class, answer -> {
            var agent = Look.record(found).agent(((Lookup.Found<StatementView>) found).filings());
            assertThat(agent.sources().stream().map(StatementView.Source::accessionNumber))
                    .containsExactly("0000320193-24-000123", "0000320193-23-000106", "0000320193-22-000108");
            assertThat(agent.sources())
                    .allSatisfy(source -> assertThat(source.sourceUrl())
                            .startsWith("https://www.sec.gov/Archives/edgar/data/320193/"));
        });
    }

    @Test
    void aSectionWithoutTextIsPlacedButNotQuoted() {
        var agent = section(Look.BUNDLED).agent(List.of());

        assertThat(agent.citationDegraded()).contains("no_section_text");
        assertThat(agent.startOffset()).isNotNull().isEqualTo(agent.charStart());
        assertThat(agent.endOffset()).isNotNull().isEqualTo(agent.charEnd());
        assertThat(agent.accessionNumber()).isEqualTo("0000320193-24-000123").isEqualTo(agent.accession());
        assertThat(agent.sourceUrl()).startsWith("https://www.sec.gov/Archives/");
    }

    @Test
    void aTextAsLongAsItsPlaceIsQuotedWithItsOffsets() {
        var place =
                section(Look.BUNDLED).trace().flatMap(SectionView.Trace::region).orElseThrow();
        var text = "🂡".repeat(place.endOffset() - place.startOffset());
        var agent = section(new SourceWithText(text)).agent(List.of());

        assertThat(agent.citationDegraded()).isEmpty();
        assertThat(agent.startOffset()).isEqualTo(place.startOffset());
        assertThat(agent.endOffset()).isEqualTo(place.endOffset());
        assertThat(agent.snippet()).isEqualTo("🂡".repeat(400)).isEqualTo(agent.highlightedSnippet());
    }

    @Test
    void aTextOfAnotherLengthIsQuotedWithoutOffsets() {
        var section = section(new SourceWithText("A text that was cut."));
        var agent = section.agent(List.of());

        assertThat(agent.citationDegraded()).contains("offsets_invalid");
        assertThat(agent.startOffset()).isNull();
        assertThat(agent.charEnd()).isNull();
        assertThat(agent.snippet()).isEqualTo("A text that was cut.");
        assertThat(section.trace().flatMap(SectionView.Trace::region)).isEqualTo(Optional.empty());
    }

    private static SectionView section(FilingSource source) {
        return Look.record(new SectionLookup(source).latest("item_1a", Look.query("ticker=AAPL"), true));
    }
}
