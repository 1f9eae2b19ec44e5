package omni.local.stripe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.billing.CollectionMethod;
import omni.billing.MeteringSubscription;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;

/** As {@link PrefixedPayments}; the statements' identifiers are one run's own too. */
record PrefixedUsageBilling(String prefix, UsageBilling usage) implements UsageBilling {

    @Override
    public PaymentOutcome<MeteringSubscription> subscribe(NewMetering metering, String idempotencyKey) {
        return usage.subscribe(metering, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> collectBy(
            String subscriptionId, CollectionMethod collection, String idempotencyKey) {
        return usage.collectBy(subscriptionId, collection, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> end(String subscriptionId, String idempotencyKey) {
        return usage.end(subscriptionId, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageTotal> report(UsageTotal total) {
        var own = new UsageTotal(prefix + total.identifier(), total.customerId(), total.total(), total.at());
        return usage.report(own).then(_ -> new Done<>(total));
    }

    @Override
    public PaymentOutcome<Money> readMeter(String customerId, Instant from, Instant to) {
        return usage.readMeter(customerId, from, to);
    }

    @Override
    public PaymentOutcome<List<UsageInvoice>> invoices(String customerId, Instant since) {
        return usage.invoices(customerId, since);
    }

    @Override
    public PaymentOutcome<Optional<UsageInvoice>> invoice(String invoiceId) {
        return usage.invoice(invoiceId);
    }

    @Override
    public PaymentOutcome<UsageInvoice> hold(String invoiceId, String idempotencyKey) {
        return usage.hold(invoiceId, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageInvoice> describe(String invoiceId, String text, String idempotencyKey) {
        return usage.describe(invoiceId, text, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageInvoice> release(String invoiceId, String idempotencyKey) {
        return usage.release(invoiceId, prefix + idempotencyKey);
    }
}
