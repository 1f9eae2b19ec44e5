package omni.invoicing;

import omni.billing.InvoiceText;
import omni.billing.Money;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageInvoice;
import omni.ledger.RollUp;

/** Makes a draft final, with a text of what it bills: that is written on it first. */
record InvoiceRelease(OrganizationMonth month) {

    /** Every draft of the month as it is: nobody compares what a subscription that was ended bills. */
    PushStep releaseAll() {
        var step = PushStep.upToDate();
        for (var draft : month.provider().drafts(month.period())) {
            step = step.then(() -> release(draft));
        }
        return step;
    }

    PushStep release(UsageInvoice draft) {
        return release(draft, draft.usageAmount(), month.ledger());
    }

    PushStep release(UsageInvoice draft, Money billed, RollUp ledger) {
        return month.begin(month.book()).then(() -> send(draft, billed, ledger));
    }

    private PushStep send(UsageInvoice draft, Money billed, RollUp ledger) {
        var book = month.book();
        var usage = month.ports().usage();
        var text = InvoiceText.of(book, month.ports().lines().of(ledger), billed);
        var released = usage.describe(draft.id(), text, month.key("describe"))
                .then(described -> usage.release(described.id(), month.key("release")));
        if (!(released instanceof Done<UsageInvoice>(var invoice))) {
            return PushStep.failure("release the draft " + draft.id(), released);
        }
        month.provider().put(invoice);
        return month.save(month.withFinalInvoices(month.book().withDraft(null)));
    }
}
