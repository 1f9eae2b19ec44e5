package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.param.InvoiceFinalizeInvoiceParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoiceUpdateParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.TaxTerms;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;

/** The invoices of metering subscriptions at Stripe, and what is done to drafts. */
final class UsageInvoices {

    private final StripeClient stripe;
    private final UsageInvoiceReader reader;
    private final TaxTerms tax;

    UsageInvoices(StripeClient stripe, SyncedCatalog catalog, TaxTerms tax) {
        this.stripe = stripe;
        this.tax = tax;
        this.reader = new UsageInvoiceReader(stripe, catalog);
    }

    PaymentOutcome<List<UsageInvoice>> since(String customerId, Instant since) {
        return StripeAnswers.of(() -> new Done<>(list(customerId, since)));
    }

    /** Stripe lists the newest first. */
    private List<UsageInvoice> list(String customerId, Instant since) throws StripeException {
        var created = InvoiceListParams.Created.builder().setGte(since.getEpochSecond());
        var params = InvoiceListParams.builder()
                .setCustomer(customerId)
                .setCreated(created.build())
                .setLimit(Pages.SIZE)
                .build();
        var found = new ArrayList<UsageInvoice>();
        for (var invoice : Pages.all(stripe.v1().invoices().list(params))) {
            reader.read(invoice).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    PaymentOutcome<Optional<UsageInvoice>> one(String invoiceId) {
        return StripeAnswers.<Optional<UsageInvoice>>of(
                        () -> new Done<>(reader.read(stripe.v1().invoices().retrieve(invoiceId))))
                .orIfMissing(Optional.empty());
    }

    PaymentOutcome<UsageInvoice> hold(String invoiceId, String idempotencyKey) {
        return onDraft(
                invoiceId,
                () -> update(invoiceId, autoAdvance(false), idempotencyKey)
                        .then(invoice -> stillCollected(invoice, idempotencyKey + ":final")));
    }

    /**
     * One that became final just before it was held: of those the same flag says whether Stripe collects them, so it is
     * put on again.
     */
    private PaymentOutcome<UsageInvoice> stillCollected(UsageInvoice invoice, String idempotencyKey) {
        return invoice.status() == Status.FINAL
                ? update(invoice.id(), autoAdvance(true), idempotencyKey)
                : new Done<>(invoice);
    }

    private static InvoiceUpdateParams autoAdvance(boolean on) {
        return InvoiceUpdateParams.builder().setAutoAdvance(on).build();
    }

    /** A draft of a subscription that could not be taxed yet is taxed from here on: without the customer's place it stays a draft. */
    PaymentOutcome<UsageInvoice> describe(String invoiceId, String text, String idempotencyKey) {
        var params = InvoiceUpdateParams.builder().setDescription(text);
        if (tax.isOn()) {
            params.setAutomaticTax(
                    InvoiceUpdateParams.AutomaticTax.builder().setEnabled(true).build());
        }
        return onDraft(invoiceId, () -> update(invoiceId, params.build(), idempotencyKey));
    }

    private PaymentOutcome<UsageInvoice> update(String invoiceId, InvoiceUpdateParams params, String idempotencyKey) {
        return StripeAnswers.of(() -> usage(
                stripe.v1().invoices().update(invoiceId, params, StripeClients.withIdempotencyKey(idempotencyKey))));
    }

    PaymentOutcome<UsageInvoice> release(String invoiceId, String idempotencyKey) {
        var params = InvoiceFinalizeInvoiceParams.builder().setAutoAdvance(true).build();
        return onDraft(
                invoiceId,
                () -> StripeAnswers.of(() -> usage(stripe.v1()
                        .invoices()
                        .finalizeInvoice(invoiceId, params, StripeClients.withIdempotencyKey(idempotencyKey)))));
    }

    /**
     * Changes a draft. One that is final is answered as it is, whether that is seen before or is why Stripe refuses: it
     * has no code for "no draft any more".
     */
    private PaymentOutcome<UsageInvoice> onDraft(String invoiceId, Supplier<PaymentOutcome<UsageInvoice>> change) {
        return present(invoiceId).then(before -> {
            if (before.status() == Status.FINAL) {
                return new Done<>(before);
            }
            var changed = change.get();
            return changed instanceof Refused<UsageInvoice> ? whyRefused(invoiceId, changed) : changed;
        });
    }

    private PaymentOutcome<UsageInvoice> whyRefused(String invoiceId, PaymentOutcome<UsageInvoice> refusal) {
        return present(invoiceId).then(after -> after.status() == Status.FINAL ? new Done<>(after) : refusal);
    }

    private PaymentOutcome<UsageInvoice> present(String invoiceId) {
        return one(invoiceId)
                .then(found ->
                        found.<PaymentOutcome<UsageInvoice>>map(Done::new).orElseGet(UsageInvoices::missing));
    }

    private PaymentOutcome<UsageInvoice> usage(Invoice invoice) throws StripeException {
        return reader.read(invoice).<PaymentOutcome<UsageInvoice>>map(Done::new).orElseGet(UsageInvoices::missing);
    }

    private static PaymentOutcome<UsageInvoice> missing() {
        return new Refused<>(Reason.MISSING, "there is no such invoice of usage");
    }
}
