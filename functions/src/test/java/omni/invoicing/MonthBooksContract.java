package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import omni.billing.CloseProgress;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.ReportedTotal;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link MonthBooks} keeps. */
public abstract class MonthBooksContract {

    private static final InvoicePeriod APRIL = new InvoicePeriod(202604);
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);
    private static final Instant AT = Instant.parse("2026-05-31T23:59:00Z");

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract MonthBooks reports();

    private MonthBook may() {
        return MonthBook.open(org, MAY).withAccrual(new Money(1_234_567));
    }

    private MonthBook full() {
        var april = MonthBook.open(org, APRIL).withAccrual(new Money(-5));
        return april.moveRestTo(may())
                .to()
                .close(77)
                .withInvoice("in_1", new Money(9))
                .withInvoice("in_2", new Money(0))
                .withReport(new ReportedTotal("cus_1", new Money(1_234_553), AT, true))
                .withDraft("in_3")
                .withDrift(new CloseProgress.Drift(
                        AT.plusSeconds(4000), new Money(1), new Money(2), new Money(3), new Money(4)));
    }

    @Test
    void anOrganizationBeginsWithoutBooks() {
        assertThat(reports().of(org)).isEmpty();
    }

    @Test
    void aBookComesBackAsItWasWritten() {
        assertThat(reports().write(may())).isTrue();
        assertThat(reports().of(org)).containsExactly(may().nextVersion());
        var full = full();
        var next = new MonthBook(org, MAY, 1, full.amounts(), full.lastReport(), full.closing());
        assertThat(reports().write(next)).isTrue();
        assertThat(reports().of(org)).containsExactly(next.nextVersion());
        assertThat(reports().write(next.nextVersion().settle())).isTrue();
        assertThat(reports().of(org))
                .containsExactly(next.nextVersion().settle().nextVersion());
    }

    @Test
    void booksComeByMonthAndOfOneOrganizationOnly() {
        reports().write(may());
        reports().write(MonthBook.open(org, APRIL));
        reports().write(MonthBook.open(org, new InvoicePeriod(202512)));
        reports().write(MonthBook.open(org + "x", APRIL));
        assertThat(reports().of(org))
                .extracting(book -> book.period().number())
                .containsExactly(202512, 202604, 202605);
    }

    @Test
    void whatWasMadeFromAnotherVersionIsNotWritten() {
        reports().write(may());
        var stored = may().nextVersion();
        assertThat(reports().write(may().withAccrual(new Money(2)))).isFalse();
        assertThat(reports().write(stored.nextVersion())).isFalse();
        assertThat(reports().of(org)).containsExactly(stored);
        assertThat(reports().write(MonthBook.open(org, APRIL).nextVersion()))
                .as("a book that is gone")
                .isFalse();
    }

    @Test
    void twoBooksAreWrittenTogetherOrNotAtAll() {
        reports().write(may());
        var may = may().nextVersion();
        var june = MonthBook.open(org, new InvoicePeriod(202606));
        assertThat(reports().write(may.moveRestTo(june.nextVersion()))).isFalse();
        assertThat(reports().write(may().moveRestTo(june))).isFalse();
        assertThat(reports().of(org)).containsExactly(may);
        var move = may.moveRestTo(june);
        assertThat(reports().write(move)).isTrue();
        assertThat(reports().of(org))
                .containsExactly(move.from().nextVersion(), move.to().nextVersion());
    }
}
