package omni.invoicing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.CustomerReading.Present;
import omni.billing.InvoicePeriod;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.ReportedTotal;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;
import org.jspecify.annotations.Nullable;

/** Reads what the provider shows of an organization's usage. */
record ProviderSnapshotReader(Payments payments, UsageBilling usage) {

    /** How that ended. */
    sealed interface Outcome {

        record Read(ProviderSnapshot snapshot) implements Outcome {}

        /** The provider refused or did not answer. */
        record Unread(PushOutcome.Failed failed) implements Outcome {}
    }

    /** @param since the first month whose invoices are listed */
    Outcome read(BillingRecord record, OrganizationBooks books, InvoicePeriod since) {
        var customer = record.customer();
        if (customer == null) {
            return invoices(null, customers(null, books, since), since);
        }
        var reading = payments.readCustomer(customer.id());
        return reading instanceof Done<CustomerReading>(var read)
                ? invoices(
                        read instanceof Present present ? present : null, customers(customer.id(), books, since), since)
                : new Outcome.Unread(PushOutcome.Failed.of("read the customer", reading));
    }

    /** The present customer, and each that a total was reported of since. */
    private static Set<String> customers(@Nullable String present, OrganizationBooks books, InvoicePeriod since) {
        var customers = new LinkedHashSet<String>();
        if (present != null) {
            customers.add(present);
        }
        books.all().stream()
                .filter(book -> book.period().compareTo(since) >= 0)
                .map(MonthBook::lastReport)
                .filter(Objects::nonNull)
                .map(ReportedTotal::customerId)
                .forEach(customers::add);
        return customers;
    }

    private Outcome invoices(@Nullable Present payer, Set<String> customers, InvoicePeriod since) {
        var invoices = new ArrayList<UsageInvoice>();
        for (var customer : customers) {
            PaymentOutcome<List<UsageInvoice>> listed =
                    usage.invoices(customer, since.start()).orIfMissing(List.of());
            if (!(listed instanceof Done<List<UsageInvoice>>(var found))) {
                return new Outcome.Unread(PushOutcome.Failed.of("list the invoices", listed));
            }
            invoices.addAll(found);
        }
        return new Outcome.Read(new ProviderSnapshot(
                payer == null ? null : payer.customerId(), payer == null ? List.of() : payer.metering(), invoices));
    }
}
