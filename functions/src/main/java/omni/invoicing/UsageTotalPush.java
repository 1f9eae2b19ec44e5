package omni.invoicing;

import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.MonthBook.NextReport;
import omni.billing.PaymentOutcome.Done;
import omni.billing.ReportedTotal;
import omni.billing.UsageBilling.UsageTotal;
import omni.invoicing.ProviderSnapshot.Payer;

/** Sends a month's running total of usage to Stripe's meter; each total is written down before it is sent. */
record UsageTotalPush(OrganizationMonth month) {

    /** The present month: releases what was invoiced early, then sends what was used so far. */
    PushStep pushPresent(Money accrual) {
        return month.save(month.withFinalInvoices(month.book().withAccrual(accrual)))
                .then(new InvoiceRelease(month)::releaseAll)
                .then(() -> month.provider()
                        .livePayer()
                        .map(this::push)
                        .orElseGet(() -> new PushStep.Reached(new PushOutcome.NoMetering())));
    }

    /** Sends the total, unless the provider has it. */
    PushStep push(Payer payer) {
        var begun = payer.subscription().createdAt();
        return switch (month.book().nextReport(payer.customerId(), begun, month.now())) {
            case NextReport.Nothing() -> PushStep.upToDate();
            case NextReport.NoMoment() ->
                new PushStep.Reached(new PushOutcome.Waiting(month.period(), "no second of it is left to tell of"));
            case NextReport.Report(var total) ->
                month.begin(month.book().withReport(total)).then(() -> send(total));
        };
    }

    private PushStep send(ReportedTotal total) {
        var report = MonthBook.usageTotal(month.book().orgId(), month.period(), total);
        var answer = month.ports().usage().report(report, month.key("total"));
        return answer instanceof Done<UsageTotal>
                ? month.save(month.book().confirmReport())
                : PushStep.failure("tell the total of " + month.period().text(), answer);
    }
}
