package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.UsageClosing;
import omni.billing.UsageReport;
import omni.billing.UsageStatement;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link UsageReports} keeps. */
public abstract class UsageReportsContract {

    private static final InvoicePeriod APRIL = new InvoicePeriod(202604);
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);
    private static final Instant AT = Instant.parse("2026-05-31T23:59:00Z");

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract UsageReports reports();

    private UsageReport may() {
        return UsageReport.opened(org, MAY).counted(new Money(1_234_567));
    }

    private UsageReport full() {
        var april = UsageReport.opened(org, APRIL).counted(new Money(-5));
        return april.moveRestTo(may())
                .to()
                .closed(77)
                .invoiced("in_1", new Money(9))
                .invoiced("in_2", new Money(0))
                .saying(new UsageStatement("cus_1", new Money(1_234_553), AT, true))
                .holding("in_3")
                .drifting(new UsageClosing.Drift(
                        AT.plusSeconds(4000), new Money(1), new Money(2), new Money(3), new Money(4)));
    }

    @Test
    void anOrganisationBeginsWithoutBooks() {
        assertThat(reports().of(org)).isEmpty();
    }

    @Test
    void aBookComesBackAsItWasWritten() {
        assertThat(reports().write(may())).isTrue();
        assertThat(reports().of(org)).containsExactly(may().written());
        var full = full();
        var next = new UsageReport(org, MAY, 1, full.amounts(), full.told(), full.closing());
        assertThat(reports().write(next)).isTrue();
        assertThat(reports().of(org)).containsExactly(next.written());
        assertThat(reports().write(next.written().settled())).isTrue();
        assertThat(reports().of(org)).containsExactly(next.written().settled().written());
    }

    @Test
    void booksComeByMonthAndOfOneOrganisationOnly() {
        reports().write(may());
        reports().write(UsageReport.opened(org, APRIL));
        reports().write(UsageReport.opened(org, new InvoicePeriod(202512)));
        reports().write(UsageReport.opened(org + "x", APRIL));
        assertThat(reports().of(org))
                .extracting(book -> book.period().number())
                .containsExactly(202512, 202604, 202605);
    }

    @Test
    void whatWasMadeFromAnotherVersionIsNotWritten() {
        reports().write(may());
        var stored = may().written();
        assertThat(reports().write(may().counted(new Money(2)))).isFalse();
        assertThat(reports().write(stored.written())).isFalse();
        assertThat(reports().of(org)).containsExactly(stored);
        assertThat(reports().write(UsageReport.opened(org, APRIL).written()))
                .as("a book that is gone")
                .isFalse();
    }

    @Test
    void twoBooksAreWrittenTogetherOrNotAtAll() {
        reports().write(may());
        var may = may().written();
        var june = UsageReport.opened(org, new InvoicePeriod(202606));
        assertThat(reports().write(may.moveRestTo(june.written()))).isFalse();
        assertThat(reports().write(may().moveRestTo(june))).isFalse();
        assertThat(reports().of(org)).containsExactly(may);
        var move = may.moveRestTo(june);
        assertThat(reports().write(move)).isTrue();
        assertThat(reports().of(org))
                .containsExactly(move.from().written(), move.to().written());
    }
}
