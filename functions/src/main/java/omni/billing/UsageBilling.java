package omni.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The payment provider, as far as usage goes: the technical subscription, the meter, and the invoices that the meter's total
 * is billed by. Idempotency keys are made as for {@link Payments}. {@link PaymentOutcome.Reason#MISSING} says that the
 * customer, subscription or invoice of a request is not there.
 */
public interface UsageBilling {

    /** Days that an invoice by mail has until it is overdue. */
    int INVOICE_DAYS = 30;

    /**
     * Begins a metering subscription; {@link PaymentOutcome.Reason#NOT_SYNCED} where the metered price is missing, {@link
     * PaymentOutcome.Reason#INVALID} for invoices by mail to a customer without an address. The month that is running is
     * its first: totals reported for the seconds after its creation count, those for seconds before do not; of the very second
     * nothing is promised.
     */
    PaymentOutcome<MeteringSubscription> subscribe(NewMetering metering, String idempotencyKey);

    /** Changes how its invoices are collected; those that are final stay as they are. */
    PaymentOutcome<MeteringSubscription> collectBy(
            String subscriptionId, CollectionMethod collection, String idempotencyKey);

    /**
     * Ends one that there is twice, without an invoice: the other one bills the same total. One that has ended already is
     * answered as it is.
     */
    PaymentOutcome<MeteringSubscription> end(String subscriptionId, String idempotencyKey);

    /**
     * Reports the customer's total of a period. Of the totals of a period the one with the latest moment counts, in whatever
     * order they arrive; the same identifier counts once. That it was taken does not say that it is counted yet: the
     * provider may refuse it later, by an event, and of a customer that is not there it may do so too.
     */
    PaymentOutcome<UsageTotal> report(UsageTotal total, String idempotencyKey);

    /**
     * What the meter says from a whole minute up to, and without, another: the latest total reported there, {@link Money#ZERO}
     * for none, {@link PaymentOutcome.Reason#NOT_SYNCED} without the meter. It may lag behind {@link #report} by minutes.
     */
    PaymentOutcome<Money> readMeter(String customerId, Instant from, Instant to);

    /** Invoices of the customer's metering subscriptions, drafts too, that were made since a moment; the newest first. */
    PaymentOutcome<List<UsageInvoice>> invoices(String customerId, Instant since);

    /** One invoice; empty for one that is none of usage, and for one that is not there. */
    PaymentOutcome<Optional<UsageInvoice>> invoice(String invoiceId);

    /** Keeps a draft from becoming final by itself; one that is final already is answered as it is. */
    PaymentOutcome<UsageInvoice> hold(String invoiceId, String idempotencyKey);

    /**
     * Writes a text on a draft, at most {@link #TEXT_LENGTH} characters; one that is final already is answered as it is,
     * without the text.
     */
    PaymentOutcome<UsageInvoice> describe(String invoiceId, String text, String idempotencyKey);

    int TEXT_LENGTH = 1_000;

    /**
     * Makes a draft final and has it collected; one that is final already is answered as it is. {@link
     * PaymentOutcome.Reason#INVALID} where the customer was deleted: its drafts stay drafts.
     */
    PaymentOutcome<UsageInvoice> release(String invoiceId, String idempotencyKey);

    /**
     * A subscription to be begun.
     *
     * @param anchor when its first period ends: the end of the month that is running
     */
    record NewMetering(String orgId, String customerId, Instant anchor, CollectionMethod collection) {
        public NewMetering {
            if (!anchor.equals(InvoicePeriod.at(anchor).start())) {
                throw new IllegalArgumentException("not the first instant of a month: " + anchor);
            }
        }
    }

    /**
     * A total to be reported.
     *
     * @param identifier names this very statement: made of organization, period and moment; at most 100 characters
     * @param total of the period so far, not negative
     * @param at a whole second inside the period, at most 35 days ago
     */
    record UsageTotal(String identifier, String customerId, Money total, Instant at) {
        public UsageTotal {
            if (total.compareTo(Money.ZERO) < 0 || !at.equals(at.truncatedTo(ChronoUnit.SECONDS))) {
                throw new IllegalArgumentException("no total of a whole second: " + total + " at " + at);
            }
        }
    }
}
