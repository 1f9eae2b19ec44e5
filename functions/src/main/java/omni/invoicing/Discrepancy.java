package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import omni.billing.InvoicePeriod;
import omni.billing.Money;

/**
 * Two amounts of one month that ought to be the same and are not.
 *
 * @param which what exactly: an invoice, the first commit that is not in; empty where the month has but one of the kind
 * @param since when it began, as far as anybody knows
 */
public record Discrepancy(
        InvoicePeriod period, Kind kind, String which, Money expectedAmount, Money foundAmount, Instant since) {

    /** What is compared with what, and how long that may differ because something is on its way. */
    public enum Kind {
        /** The account's counter with its roll-up, which has every commit. */
        LEDGER(Duration.ZERO, "counter and roll-up"),
        /** The same, but commits are not in the roll-up yet. */
        BEHIND(InvoiceReleaseGate.LAG, "counter and roll-up, which lacks commits"),
        /** The roll-up with the rows themselves, net of credits. */
        ROWS(Duration.ZERO, "roll-up and rows"),
        /** How many calls the roll-up has counted with how many its rows are; both amounts agree. */
        COUNTS(Duration.ZERO, "amounts of roll-up and rows, whose counts differ"),
        /** What went on to other months with what those took. */
        MOVED(Duration.ZERO, "given to other months and taken by them"),
        /** What was reported to the provider with what its meter says. */
        METER(InvoiceReleaseGate.LAG, "told to Stripe and its meter"),
        /** The book's final invoices with the provider's. */
        INVOICED(Duration.ofHours(3), "the book's invoices and Stripe's"),
        /** What there is to report with what was reported: each run sends it, and a lost mark is found within the day. */
        UNTOLD(Duration.ofHours(25), "to be told and told"),
        /** The same of a book whose organization has no payer: it is kept until there is one. */
        UNPAYABLE(ChronoUnit.FOREVER.getDuration(), "to be told and told, but nobody is invoiced");

        private final Duration tolerance;
        private final String words;

        Kind(Duration tolerance, String words) {
            this.tolerance = tolerance;
            this.words = words;
        }

        /** Both amounts, the expected one first. */
        public String words() {
            return words;
        }
    }

    /** Whether it lasts too long to be something that is on its way. */
    public boolean isDrift(Instant now) {
        return age(now).compareTo(kind.tolerance) >= 0;
    }

    public Duration age(Instant now) {
        return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
    }

    /** The same one, of which somebody knew before. */
    public Discrepancy knownSince(Instant earlier) {
        return earlier.isBefore(since)
                ? new Discrepancy(period, kind, which, expectedAmount, foundAmount, earlier)
                : this;
    }

    /** Whether both are one: it may have been seen at another moment, while more was used. */
    boolean isSame(Discrepancy other) {
        return period.equals(other.period)
                && kind == other.kind
                && which.equals(other.which)
                && expectedAmount.minus(foundAmount).equals(other.expectedAmount.minus(other.foundAmount));
    }
}
