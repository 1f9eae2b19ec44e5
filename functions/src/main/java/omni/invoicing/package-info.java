/**
 * From usage to invoices: what is reported to Stripe of a month, when, and the proof that all books agree (architecture 6).
 *
 * <p>Owns: the push of totals, the close of a month, the subscription that usage is invoiced through ({@link
 * omni.invoicing.MeteringKeeper}), how an account learns what the provider says ({@link omni.invoicing.PaymentFacts}) and the
 * reconciliation. Does not own: the sweep (omni.sweep), Stripe's wire (omni.stripe), rows (omni.ledger), storage.
 *
 * <p>Invariants: a total is absolute, so sending it twice is harmless; an invoice is released only when counter, ledger and
 * meter agree; facts equal some read of the provider that began after every write before it.
 *
 * <p>Times: a period is a month in UTC; the closing push's time is the month's last minute.
 */
@NullMarked
package omni.invoicing;

import org.jspecify.annotations.NullMarked;
