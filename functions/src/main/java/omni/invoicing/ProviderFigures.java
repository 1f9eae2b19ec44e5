package omni.invoicing;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import org.jspecify.annotations.Nullable;

/** The provider's side of a reconciliation: meter and final invoices of each month. Each customer's invoices are listed once. */
final class ProviderFigures {

    private final UsageBilling usage;
    private final Instant since;
    private final Map<String, PaymentOutcome<List<UsageInvoice>>> listed = new HashMap<>();

    /** @param since invoices made before it are not listed */
    ProviderFigures(UsageBilling usage, Instant since) {
        this.usage = usage;
        this.since = since;
    }

    /** Nothing of a month without a book: nothing was reported to the provider. */
    PaymentOutcome<ReconciledMonth.Provider> of(@Nullable MonthBook book) {
        return book == null
                ? new Done<>(new ReconciledMonth.Provider(null, Map.of(), false))
                : finalInvoices(book).then(invoices -> withMeter(book, invoices));
    }

    private PaymentOutcome<ReconciledMonth.Provider> withMeter(MonthBook book, Map<String, Money> invoices) {
        var report = book.lastReport();
        if (report == null) {
            return new Done<>(new ReconciledMonth.Provider(null, invoices, false));
        }
        var period = book.period();
        return usage.readMeter(report.customerId(), period.start(), period.end())
                .<ReconciledMonth.Provider>then(
                        meter -> new Done<>(new ReconciledMonth.Provider(meter, invoices, false)))
                .orIfMissing(new ReconciledMonth.Provider(null, invoices, true));
    }

    /** The final invoices of the customer that was reported last, and those that the book knows of any other. */
    private PaymentOutcome<Map<String, Money>> finalInvoices(MonthBook book) {
        var report = book.lastReport();
        return report == null
                ? withBooked(book, List.of())
                : list(report.customerId()).then(invoices -> withBooked(book, invoices));
    }

    private PaymentOutcome<List<UsageInvoice>> list(String customerId) {
        return listed.computeIfAbsent(
                customerId, customer -> usage.invoices(customer, since).orIfMissing(List.of()));
    }

    private PaymentOutcome<Map<String, Money>> withBooked(MonthBook book, List<UsageInvoice> invoices) {
        var found = new HashMap<String, Money>();
        invoices.forEach(invoice -> put(found, book, invoice));
        for (var id : book.amounts().invoiceAmounts().keySet()) {
            if (!found.containsKey(id)) {
                var read = usage.invoice(id);
                if (!(read instanceof Done<Optional<UsageInvoice>>(var invoice))) {
                    return read.then(_ -> new Done<>(found));
                }
                invoice.ifPresent(each -> put(found, book, each));
            }
        }
        return new Done<>(found);
    }

    private static void put(Map<String, Money> found, MonthBook book, UsageInvoice invoice) {
        if (invoice.status() == Status.FINAL && invoice.period().equals(book.period())) {
            found.put(invoice.id(), invoice.usageAmount());
        }
    }
}
