package omni.invoicing;

import java.time.Instant;
import omni.billing.InvoicePeriod;
import omni.billing.MonthBook;
import omni.billing.UsageInvoice;
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

    /** The idempotency key of what is done with a draft. */
    String key(String purpose, UsageInvoice draft) {
        return "omni:" + books.orgId() + ":" + purpose + ":" + draft.id();
    }
}
