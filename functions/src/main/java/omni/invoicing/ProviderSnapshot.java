package omni.invoicing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.InvoicePeriod;
import omni.billing.MeteringSubscription;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import org.jspecify.annotations.Nullable;

/** What the provider shows of an organization's usage: who is invoiced, by which subscriptions, and the invoices. */
final class ProviderSnapshot {

    private final @Nullable String payer;
    private final List<MeteringSubscription> subscriptions;
    private final Map<String, UsageInvoice> invoices = new LinkedHashMap<>();

    /**
     * @param payer the customer that is there now; null for none
     * @param subscriptions those of the payer, ended ones too
     * @param invoices also those of earlier customers; the newest first
     */
    ProviderSnapshot(@Nullable String payer, List<MeteringSubscription> subscriptions, List<UsageInvoice> invoices) {
        this.payer = payer;
        this.subscriptions = List.copyOf(subscriptions);
        invoices.reversed().forEach(this::put);
    }

    /** An invoice as it stands now. */
    void put(UsageInvoice invoice) {
        invoices.put(invoice.id(), invoice);
    }

    List<UsageInvoice> invoices() {
        return List.copyOf(invoices.values());
    }

    List<UsageInvoice> finals(InvoicePeriod period) {
        return of(period, Status.FINAL);
    }

    /** The oldest first. One of a customer that is gone can neither be made final nor be paid: what it would bill is not billed. */
    List<UsageInvoice> drafts(InvoicePeriod period) {
        return of(period, Status.DRAFT).stream()
                .filter(draft -> draft.customerId().equals(payer))
                .toList();
    }

    private List<UsageInvoice> of(InvoicePeriod period, Status status) {
        return invoices.values().stream()
                .filter(invoice -> invoice.period().equals(period) && invoice.status() == status)
                .toList();
    }

    /** Who pays now, and by what; empty when nobody does. */
    Optional<Payer> livePayer() {
        return latest(subscriptions.stream().filter(MeteringSubscription::live).toList());
    }

    /** Who pays the invoice of a month that is over: the subscription that lived when it ended. */
    Optional<Payer> payerAtEndOf(InvoicePeriod period) {
        var lived = new ArrayList<MeteringSubscription>();
        for (var subscription : subscriptions) {
            if (subscription.createdAt().isBefore(period.end())
                    && !subscription.endedAt().isBefore(period.end())) {
                lived.add(subscription);
            }
        }
        return latest(lived);
    }

    /** Should there be two, what is reported after the younger one began is in the invoices of both. */
    private Optional<Payer> latest(List<MeteringSubscription> candidates) {
        return payer == null
                ? Optional.empty()
                : candidates.stream()
                        .max(Comparator.comparing(MeteringSubscription::createdAt))
                        .map(subscription -> new Payer(payer, subscription));
    }

    /** A customer and the subscription that it is invoiced by. */
    record Payer(String customerId, MeteringSubscription subscription) {}
}
