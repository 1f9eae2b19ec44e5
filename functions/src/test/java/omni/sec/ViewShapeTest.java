package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.json.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields of contract 11.12 in its order; a question mark is a field that may be absent. */
class ViewShapeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            EntityView;              object id createdAt livemode entityType? ticker cik name aliases identifiers \
            resolution? jurisdiction status? metadata? provenance freshness? materialization? validation?
            EntityView$Compact;      ticker cik name
            EntityView$Agent;        object id ticker cik name primaryIdentifiers matchConfidence matchBasis
            EntityView$PrimaryIdentifier; type value
            EntityView$Identifier;   type value normalized isPrimary
            EntityView$Resolution;   confidence matchBasis matchedValue? staleSymbol
            FilingView;              object id createdAt livemode entityId ticker? companyName? form filingDate \
            reportDate? accessionNumber title summaryMd? snippet? provenance freshness? materialization? validation?
            FilingView$Compact;      ticker form filingDate accessionNumber
            FilingView$Agent;        object ticker form accessionNumber filingDate title filingUrl
            SectionView;             object id createdAt livemode filingId ticker? form? key title contentMd snippet? \
            trace? provenance freshness? materialization? validation?
            SectionView$Compact;     ticker form key title accessionNumber snippet
            SectionView$Agent;       object ticker accessionNumber key startOffset endOffset snippet accession \
            section_key char_start char_end highlighted_snippet source_url _citation_degraded?
            SectionView$Trace;       id kind status href region?
            StatementView;           object id createdAt livemode entityId ticker companyName statementKey title period \
            periods rows completeness? provenance freshness? materialization? validation?
            StatementView$Compact;   ticker statementKey period periods rows
            StatementView$CompactRow; key label unit values
            StatementView$Agent;     object ticker companyName statementKey title period periods rows sources
            StatementView$Source;    source sourceKind accessionNumber sourceUrl
            StatementView$Period;    periodEnd filedAt form fy fp
            StatementView$Row;       key tag taxonomy label unit values
            StatementView$Value;     periodEnd filedAt form fy fp value periodStart?
            StatementView$Completeness; source
            Provenance;              source accessionNumber filingUrl retrievedAt parserVersion sourceLabel? \
            sourceAgency? canonicality? fallbackPolicy?
            Freshness;               status asOf sourcePublishedAt?
            Materialization;         parserVersion materializationVersion
            Validation;              status confidence? exceptions?
            """)
    void aViewHasTheFieldsOfTheContractInItsOrder(String type, String fields) throws ClassNotFoundException {
        var components = Class.forName("omni.sec." + type).getRecordComponents();

        assertThat(Stream.of(components).map(ViewShapeTest::field).collect(Collectors.joining(" ")))
                .isEqualTo(fields);
    }

    private static String field(RecordComponent component) {
        var named = component.getAnnotation(Named.class);
        return (named == null ? component.getName() : named.value())
                + (component.getType().equals(Optional.class) ? "?" : "");
    }
}
