package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import omni.billing.CloseProgress;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageInvoice;
import omni.ledger.RollUp;

/**
 * Holds a month's invoice back until counter, ledger and meter say the same: only then its draft becomes final. What disagrees
 * for longer than it takes to be counted is a drift, for a person to look at.
 */
record InvoiceReleaseGate(OrganizationMonth month) {

    /** What the provider takes it counts within minutes, and the stream's consumer is seconds behind; then it is no lag. */
    static final Duration LAG = Duration.ofMinutes(30);

    /** Holds the draft, sends the closing total, compares, and releases the draft or keeps it waiting. */
    PushStep pass(UsageInvoice draft) {
        return hold(draft)
                .then(() -> month.save(month.book().withDraft(draft.id())))
                .then(this::pushClosingTotal)
                .then(() -> compare(draft));
    }

    private PushStep hold(UsageInvoice draft) {
        if (draft.onHold()) {
            return PushStep.upToDate();
        }
        return month.begin(month.book()).then(() -> {
            var held = month.ports().usage().hold(draft.id(), month.key("hold"));
            return held instanceof Done<UsageInvoice>
                    ? PushStep.upToDate()
                    : PushStep.failure("hold the draft " + draft.id(), held);
        });
    }

    /** Where no second is left to send it for, the comparison tells whether that matters. */
    private PushStep pushClosingTotal() {
        var pushed = month.provider()
                .payerAtEndOf(month.period())
                .map(new UsageTotalPush(month)::push)
                .orElseGet(PushStep::upToDate);
        return pushed instanceof PushStep.Reached(PushOutcome.Waiting _) ? PushStep.upToDate() : pushed;
    }

    private PushStep compare(UsageInvoice draft) {
        var period = month.period();
        var ledger = month.ledger();
        var meter = month.ports().usage().readMeter(draft.customerId(), period.start(), period.end());
        if (!(meter instanceof Done<Money>(var metered))) {
            return PushStep.failure("read the meter of " + period.text(), meter);
        }
        var begun = month.provider()
                .payerAtEndOf(period)
                .map(payer -> payer.subscription().createdAt())
                .orElse(Instant.EPOCH);
        var comparison = Comparison.of(month.book(), draft, begun, ledger, metered, month.now());
        return comparison.agrees()
                ? month.save(month.book().withDrift(null))
                        .then(() -> new InvoiceRelease(month).release(draft, comparison.billed(), ledger))
                : holdBack(comparison.seen());
    }

    /** Keeps the month's draft waiting because of what was seen. */
    PushStep holdBack(CloseProgress.Drift seen) {
        return month.save(month.book().withDrift(seen)).then(() -> {
            var drift = month.book().closing().drift();
            return new PushStep.Reached(
                    drift == null || month.now().isBefore(drift.since().plus(LAG))
                            ? new PushOutcome.Waiting(month.period(), "its amounts may still be on their way")
                            : new PushOutcome.Drifting(month.period(), drift));
        });
    }

    /**
     * A draft's amounts side by side. What can't be corrected any more is let through if it bills too little: the rest moves on.
     * Too much is for a person to undo.
     *
     * @param billed what the draft will bill
     * @param agrees whether it may become final
     */
    private record Comparison(CloseProgress.Drift seen, Money billed, boolean agrees) {

        /** @param begun when the subscription began: what was reported up to then is in an earlier invoice, confirmed or not */
        static Comparison of(
                MonthBook book, UsageInvoice draft, Instant begun, RollUp ledger, Money metered, Instant now) {
            var report = book.lastReport();
            // unconfirmed, and too old by now to be sent again: the meter knows whether it came
            boolean unconfirmed = report != null && !report.isConfirmed();
            var billed = report != null && unconfirmed && report.countsFor(draft.customerId(), begun)
                    ? metered
                    : book.reportedTotal(draft.customerId(), begun);
            var bearable = billed.compareTo(book.total()) <= 0;
            // the last total of the customer, whatever invoice bills it
            var confirmed = unconfirmed ? metered : book.reportedTotal(draft.customerId(), Instant.MIN);
            var expected = bearable ? confirmed : book.total();
            var seen = new CloseProgress.Drift(now, book.amounts().accrual(), ledger.paidAmount(), expected, metered);
            var sequence = book.closing().sequence();
            var whole = sequence != null && ledger.appliedCommits().reaches(sequence);
            return new Comparison(seen, billed, seen.isNone() && whole && bearable);
        }
    }
}
