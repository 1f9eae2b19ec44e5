package omni.billing;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The book of one organisation and one month: what was used in it, what became of that, and what the provider was told. See
 * docs/decisions/usage-is-told-in-totals-and-kept-as-books.md.
 *
 * @param version rises with each write; 0 while it is not stored
 * @param told what was told last; null while nothing was
 */
public record UsageReport(
        String orgId,
        InvoicePeriod period,
        long version,
        UsageAmounts amounts,
        @Nullable UsageStatement told,
        UsageClosing closing) {

    /** The provider takes nothing that is older than 35 days; an hour of that is left for the way. */
    static final Duration TELLABLE = Duration.ofDays(35).minusHours(1);

    /** The month's last minute belongs to its closing totals. */
    private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    public static UsageReport opened(String orgId, InvoicePeriod period) {
        return new UsageReport(orgId, period, 0, UsageAmounts.NONE, null, UsageClosing.OPEN);
    }

    /** What there is to tell, in order of precedence. */
    public sealed interface Telling {

        /** Nothing: the provider was told what an invoice has to say. */
        record Nothing() implements Telling {}

        /** This; it is to be written down first. */
        record Say(UsageStatement statement) implements Telling {}

        /** Something, but there is no second left for it, or the provider takes none of that time any more. */
        record NoMoment() implements Telling {}
    }

    /** What the next invoice of the month has to say. */
    public Money total() {
        var rest = amounts.rest();
        return rest.compareTo(Money.ZERO) < 0 ? Money.ZERO : rest;
    }

    /** What the next invoice of the month would say by what was told so far. */
    public Money said(String customerId, Instant since) {
        return told != null && told.countsFor(customerId, since) ? told.total() : Money.ZERO;
    }

    /**
     * What to tell now. A statement whose answer was lost is told again as it is, as long as it is still right; any other
     * total gets a later second than all before it.
     *
     * @param since when the subscription began that will be invoiced: what was told up to then is in none of its invoices
     */
    public Telling next(String customerId, Instant since, Instant now) {
        var counting = told != null && told.countsFor(customerId, since) ? told : null;
        if (!said(customerId, since).equals(total())) {
            return say(customerId, moment(since, now), now);
        }
        return counting == null || counting.landed() ? new Telling.Nothing() : say(customerId, counting.at(), now);
    }

    private Telling say(String customerId, @Nullable Instant at, Instant now) {
        return at == null || at.isBefore(now.minus(TELLABLE))
                ? new Telling.NoMoment()
                : new Telling.Say(new UsageStatement(customerId, total(), at, false));
    }

    private @Nullable Instant moment(Instant since, Instant now) {
        var closes = period.end().minus(LAST_MINUTE);
        var begins = closing.sequence() == null ? later(now.truncatedTo(SECONDS), period.start()) : closes;
        var ends = closing.sequence() == null ? closes : period.end();
        var at = Stream.of(since, told == null ? since : told.at())
                .map(instant -> instant.truncatedTo(SECONDS).plusSeconds(1))
                .reduce(begins, UsageReport::later);
        return at.isBefore(ends) ? at : null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The statement as the provider hears it; its identifier never names another one. */
    public static UsageBilling.UsageTotal asTold(String orgId, InvoicePeriod period, UsageStatement statement) {
        return new UsageBilling.UsageTotal(
                "omni:" + orgId + ":" + period.text() + ":" + statement.at().getEpochSecond(),
                statement.customerId(),
                statement.total(),
                statement.at());
    }

    public boolean isClosed() {
        return closing.sequence() != null;
    }

    /** Whether something is left to be done, for a month that is over. */
    public boolean isUnfinished() {
        return !closing.settled() || !amounts.rest().equals(Money.ZERO);
    }

    /** With what the account says of the month. */
    public UsageReport counted(Money counter) {
        return with(amounts.accrued(counter));
    }

    /** No call of the month comes any more; credits still may. */
    public UsageReport closed(long lastSequence) {
        return with(closing.at(lastSequence));
    }

    public UsageReport saying(UsageStatement statement) {
        return new UsageReport(orgId, period, version, amounts, statement, closing);
    }

    /** The provider took what was said last. */
    public UsageReport landed() {
        return told == null ? this : saying(told.taken());
    }

    /** With an invoice that is final. */
    public UsageReport invoiced(String invoiceId, Money used) {
        return with(amounts.invoiced(invoiceId, used));
    }

    /** With a draft that waits; null for none. */
    public UsageReport holding(@Nullable String invoiceId) {
        return with(closing.held(invoiceId));
    }

    /** With what keeps the draft waiting, which began when it was first seen; null for nothing. */
    public UsageReport drifting(UsageClosing.@Nullable Drift seen) {
        var before = closing.drift();
        return with(closing.drifting(
                seen == null || before == null
                        ? seen
                        : new UsageClosing.Drift(
                                before.since(), seen.counter(), seen.ledger(), seen.total(), seen.meter())));
    }

    public UsageReport settled() {
        return with(closing.done());
    }

    /** Two books between which an amount was moved: what one gave the other has taken. */
    public record Move(UsageReport from, UsageReport to) {}

    /** What is left of this month goes on to a later one. */
    public Move moveRestTo(UsageReport other) {
        var rest = amounts.rest();
        return new Move(with(amounts.moved(rest)), other.with(other.amounts.carried(period, rest)));
    }

    private UsageReport with(UsageAmounts changed) {
        return new UsageReport(orgId, period, version, changed, told, closing);
    }

    private UsageReport with(UsageClosing changed) {
        return new UsageReport(orgId, period, version, amounts, told, changed);
    }

    /** The book as the store keeps it once it is written. */
    public UsageReport written() {
        return new UsageReport(orgId, period, version + 1, amounts, told, closing);
    }
}
