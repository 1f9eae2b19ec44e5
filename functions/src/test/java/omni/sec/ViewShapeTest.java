package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields of contract 11.12 in its order; a question mark is a field that may be absent. */
class ViewShapeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            EntityView;              object id createdAt livemode entityType? ticker cik name aliases identifiers \
            resolution? jurisdiction status? metadata? provenance freshness? materialization? validation?
            EntityView$Identifier;   type value normalized isPrimary
            EntityView$Resolution;   confidence matchBasis matchedValue? staleSymbol
            FilingView;              object id createdAt livemode entityId ticker? companyName? form filingDate \
            reportDate? accessionNumber title summaryMd? snippet? provenance freshness? materialization? validation?
            SectionView;             object id createdAt livemode filingId ticker? form? key title contentMd snippet? \
            trace? provenance freshness? materialization? validation?
            SectionView$Trace;       id kind status href region?
            StatementView;           object id createdAt livemode entityId ticker companyName statementKey title period \
            periods rows completeness? provenance freshness? materialization? validation?
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
        return component.getName() + (component.getType().equals(Optional.class) ? "?" : "");
    }
}
