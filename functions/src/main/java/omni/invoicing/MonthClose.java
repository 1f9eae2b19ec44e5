package omni.invoicing;

import java.time.Duration;
import omni.billing.CloseProgress;
import omni.billing.InvoicePeriod;
import omni.billing.UsageInvoice;
import omni.invoicing.ProviderSnapshot.Payer;

/** Closes a month that is over: counts it, brings it to its final invoice, and moves what is left of it into the present month. */
record MonthClose(OrganizationMonth month) {

    /** So long the invoice of a month that is over may take to come: it comes within an hour or so. */
    static final Duration INVOICE_COMES = Duration.ofDays(3);

    /**
     * Writes down what the month came to. Of all months before anything else: once the present month has a book, only those
     * with a book are looked at.
     */
    PushStep count(MonthCounter counter) {
        var counted = month.withFinalInvoices(month.book().withAccrual(counter.amount()));
        return month.save(counter.certain() ? counted.close(counter.sequence()) : counted);
    }

    /** A month that was counted. */
    PushStep close(MonthCounter counter, InvoicePeriod present) {
        return counter.certain() ? releaseDrafts().then(() -> settle(present)) : waitForRows();
    }

    /** A month that only its ledger knows, which has not every row: nothing of it is reported or moved before it has. */
    private PushStep waitForRows() {
        var book = month.book();
        var counted = book.amounts().accrual();
        return new InvoiceReleaseGate(month)
                .holdBack(new CloseProgress.Drift(
                        month.now(), counted, month.ledger().paidAmount(), book.total(), book.total()));
    }

    private PushStep releaseDrafts() {
        var step = PushStep.upToDate();
        for (var draft : month.provider().drafts(month.period())) {
            step = step.then(() -> draft.closing()
                    ? new InvoiceReleaseGate(month).pass(draft)
                    : new InvoiceRelease(month).release(draft));
        }
        return step;
    }

    private PushStep settle(InvoicePeriod present) {
        var payer = month.provider().payerAtEndOf(month.period());
        if (!month.book().closing().complete() && payer.isPresent() && awaitsInvoice()) {
            return awaitInvoice(payer.get());
        }
        return month.save(month.book().settle())
                .then(() -> PushStep.write(month.books().moveRest(month.period(), present)));
    }

    private boolean awaitsInvoice() {
        return month.provider().finals(month.period()).stream().noneMatch(UsageInvoice::closing)
                && month.now().isBefore(month.period().end().plus(INVOICE_COMES));
    }

    /** The closing total is sent before the draft is there: it may become final before somebody can hold it. */
    private PushStep awaitInvoice(Payer payer) {
        var waiting = new PushOutcome.Waiting(month.period(), "its invoice is not there yet");
        return switch (new UsageTotalPush(month).push(payer)) {
            case PushStep.Overtaken overtaken -> overtaken;
            case PushStep.Reached(var outcome) -> new PushStep.Reached(outcome.or(waiting));
        };
    }
}
