package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 6.2: {@code YYYY-MM}, UTC. */
class InvoicePeriodTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            instant,                       text,    start,                end
            2026-05-01T00:00:00Z,          2026-05, 2026-05-01T00:00:00Z, 2026-06-01T00:00:00Z
            2026-05-31T23:59:59.999Z,      2026-05, 2026-05-01T00:00:00Z, 2026-06-01T00:00:00Z
            2026-06-01T01:59:59+02:00,     2026-05, 2026-05-01T00:00:00Z, 2026-06-01T00:00:00Z
            2028-02-29T23:59:59.999Z,      2028-02, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z
            2027-02-28T23:59:59.999Z,      2027-02, 2027-02-01T00:00:00Z, 2027-03-01T00:00:00Z
            2026-12-31T23:59:59.999Z,      2026-12, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z
            2027-01-01T00:00:00Z,          2027-01, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z
            2100-02-28T12:00:00Z,          2100-02, 2100-02-01T00:00:00Z, 2100-03-01T00:00:00Z
            """)
    void aPeriodIsAUtcMonth(String instant, String text, Instant start, Instant end) {
        var period = InvoicePeriod.at(java.time.OffsetDateTime.parse(instant).toInstant());
        assertThat(period.text()).isEqualTo(text);
        assertThat(period.start()).isEqualTo(start);
        assertThat(period.end()).isEqualTo(end);
    }

    @Test
    void laterPeriodsAreGreaterAcrossTheYearsEnd() {
        assertThat(new InvoicePeriod(202701)).isGreaterThan(new InvoicePeriod(202612));
    }

    @Test
    void anApprovalCountsUntilItsEnd() {
        var end = Instant.parse("2026-05-15T12:00:00Z");
        var approval = new Approval(100, end);
        assertThat(approval.activeAt(end.minusNanos(1))).isTrue();
        assertThat(approval.activeAt(end)).isFalse();
    }
}
