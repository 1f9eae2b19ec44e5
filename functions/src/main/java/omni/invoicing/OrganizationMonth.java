package omni.invoicing;

import java.time.Instant;
import omni.billing.InvoicePeriod;
import omni.billing.MonthBook;
import omni.ledger.RollUp;

/** One month of one organization in a push: its book, its ledger, and what the provider shows of it. */
record OrganizationMonth(
        UsagePush.Ports ports, OrganizationBooks books, ProviderSnapshot provider, InvoicePeriod period, Instant now) {

    /** As it was read, and written since. */
    MonthBook book() {
        return books.of(period);
    }

    PushStep save(MonthBook next) {
        return PushStep.write(books.save(next));
    }

    /** The book with every final invoice of the month. */
    MonthBook withFinalInvoices(MonthBook book) {
        var next = book;
        for (var invoice : provider.finals(period)) {
            next = next.withInvoice(invoice.id(), invoice.usageAmount());
        }
        return next;
    }

    RollUp ledger() {
        return ports.rollUps().read(RollUp.Scope.period(books.orgId(), true, period));
    }

    /** A write at Stripe is begun: the book's version rises even where nothing else changes, so that its key is a new one. */
    PushStep begin(MonthBook next) {
        return PushStep.write(books.write(next));
    }

    /** The idempotency key of a write that was begun: none of another version of the book is like it. */
    String key(String purpose) {
        return "omni:" + books.orgId() + ":" + period.text() + ":" + purpose + ":" + book().version();
    }
}
