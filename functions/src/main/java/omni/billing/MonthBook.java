package omni.billing;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The book of one organization and one month: what was used in it, what became of that, and what was reported to the provider. See
 * docs/decisions/usage-is-told-in-totals-and-kept-as-books.md.
 *
 * @param version rises with each write; 0 while it is not stored
 * @param lastReport what was reported last; null while nothing was
 */
public record MonthBook(
        String orgId,
        InvoicePeriod period,
        long version,
        BookAmounts amounts,
        @Nullable ReportedTotal lastReport,
        CloseProgress closing) {

    /** The provider takes nothing that is older than 35 days; an hour of that is left for the way. */
    static final Duration TELLABLE = Duration.ofDays(35).minusHours(1);

    /** The month's last minute belongs to its closing totals. */
    private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    public static MonthBook open(String orgId, InvoicePeriod period) {
        return new MonthBook(orgId, period, 0, BookAmounts.NONE, null, CloseProgress.OPEN);
    }

    /** What there is to report, in order of precedence. */
    public sealed interface NextReport {

        /** Nothing: the provider has what an invoice is to bill. */
        record Nothing() implements NextReport {}

        /** This; it is to be written down first. */
        record Report(ReportedTotal total) implements NextReport {}

        /** Something, but there is no second left for it, or the provider takes none of that time any more. */
        record NoMoment() implements NextReport {}
    }

    /** What the next invoice of the month has to bill. */
    public Money total() {
        var rest = amounts.rest();
        return rest.compareTo(Money.ZERO) < 0 ? Money.ZERO : rest;
    }

    /** What the next invoice of the month would bill by what was reported so far. */
    public Money reportedTotal(String customerId, Instant since) {
        return lastReport != null && lastReport.countsFor(customerId, since) ? lastReport.total() : Money.ZERO;
    }

    /**
     * What to report now. A total whose answer was lost is sent again as it is, as long as it is still right; any other
     * total gets a later second than all before it.
     *
     * @param since when the subscription began that will be invoiced: what was reported up to then is in none of its invoices
     */
    public NextReport nextReport(String customerId, Instant since, Instant now) {
        var counting = lastReport != null && lastReport.countsFor(customerId, since) ? lastReport : null;
        if (!reportedTotal(customerId, since).equals(total())) {
            return report(customerId, moment(since, now), now);
        }
        return counting == null || counting.isConfirmed()
                ? new NextReport.Nothing()
                : report(customerId, counting.at(), now);
    }

    private NextReport report(String customerId, @Nullable Instant at, Instant now) {
        return at == null || at.isBefore(now.minus(TELLABLE))
                ? new NextReport.NoMoment()
                : new NextReport.Report(new ReportedTotal(customerId, total(), at, false));
    }

    private @Nullable Instant moment(Instant since, Instant now) {
        var closes = period.end().minus(LAST_MINUTE);
        var begins = closing.sequence() == null ? later(now.truncatedTo(SECONDS), period.start()) : closes;
        var ends = closing.sequence() == null ? closes : period.end();
        var at = Stream.of(since, lastReport == null ? since : lastReport.at())
                .map(instant -> instant.truncatedTo(SECONDS).plusSeconds(1))
                .reduce(begins, MonthBook::later);
        return at.isBefore(ends) ? at : null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The report as it is sent to the provider; its identifier never names another one. */
    public static UsageBilling.UsageTotal usageTotal(String orgId, InvoicePeriod period, ReportedTotal report) {
        return new UsageBilling.UsageTotal(
                "omni:" + orgId + ":" + period.text() + ":" + report.at().getEpochSecond(),
                report.customerId(),
                report.total(),
                report.at());
    }

    public boolean isClosed() {
        return closing.sequence() != null;
    }

    /** Whether something is left to be done, for a month that is over. */
    public boolean isUnfinished() {
        return !closing.complete() || !amounts.rest().equals(Money.ZERO);
    }

    /** With what the account says of the month. */
    public MonthBook withAccrual(Money counter) {
        return with(amounts.withAccrual(counter));
    }

    /** No call of the month comes any more; credits still may. */
    public MonthBook close(long lastSequence) {
        return with(closing.close(lastSequence));
    }

    public MonthBook withReport(ReportedTotal report) {
        return new MonthBook(orgId, period, version, amounts, report, closing);
    }

    /** The provider has accepted the last report. */
    public MonthBook confirmReport() {
        return lastReport == null ? this : withReport(lastReport.confirm());
    }

    /** With an invoice that is final. */
    public MonthBook withInvoice(String invoiceId, Money used) {
        return with(amounts.withInvoice(invoiceId, used));
    }

    /** With a draft that waits; null for none. */
    public MonthBook withDraft(@Nullable String invoiceId) {
        return with(closing.withDraft(invoiceId));
    }

    /** With what keeps the draft waiting, which began when it was first seen; null for nothing. */
    public MonthBook withDrift(CloseProgress.@Nullable Drift seen) {
        var before = closing.drift();
        return with(closing.withDrift(
                seen == null || before == null
                        ? seen
                        : new CloseProgress.Drift(
                                before.since(), seen.counter(), seen.ledger(), seen.total(), seen.meter())));
    }

    public MonthBook settle() {
        return with(closing.settle());
    }

    /** Two books between which an amount was moved: what one gave the other has taken. */
    public record Move(MonthBook from, MonthBook to) {}

    /** What is left of this month goes on to a later one. */
    public Move moveRestTo(MonthBook other) {
        var rest = amounts.rest();
        return new Move(with(amounts.plusMoved(rest)), other.with(other.amounts.plusCarryOver(period, rest)));
    }

    private MonthBook with(BookAmounts changed) {
        return new MonthBook(orgId, period, version, changed, lastReport, closing);
    }

    private MonthBook with(CloseProgress changed) {
        return new MonthBook(orgId, period, version, amounts, lastReport, changed);
    }

    /** The book as the store keeps it once it is written. */
    public MonthBook nextVersion() {
        return new MonthBook(orgId, period, version + 1, amounts, lastReport, closing);
    }
}
