package omni.stripe;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.access.Rotating;
import omni.billing.CollectionMethod;
import omni.billing.MeteringSubscription;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.TaxTerms;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;

/** {@link UsageBilling} by stripe-java. Safe for use by several threads. */
public final class StripeUsageBilling implements UsageBilling {

    private final MeteringSubscriptions subscriptions;
    private final UsageMeter meter;
    private final UsageInvoices invoices;

    /** The account of the key, at Stripe itself or at another address that speaks its API; nothing is taxed. */
    public StripeUsageBilling(String apiKey, Optional<URI> apiBase, StripePayments.Limits limits) {
        this(Rotating.ofConstant(apiKey), apiBase, limits, TaxTerms.NONE);
    }

    /** The same with a key that may be rotated, and taxed as the catalog says. */
    public StripeUsageBilling(
            Rotating<String> apiKey, Optional<URI> apiBase, StripePayments.Limits limits, TaxTerms tax) {
        var stripe = StripeClients.of(apiKey, apiBase, limits);
        var catalog = new SyncedCatalog(stripe);
        subscriptions = new MeteringSubscriptions(stripe, catalog);
        meter = new UsageMeter(stripe, catalog);
        invoices = new UsageInvoices(stripe, catalog, tax);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> subscribe(NewMetering metering, String idempotencyKey) {
        return subscriptions.begin(metering, idempotencyKey);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> collectBy(
            String subscriptionId, CollectionMethod collection, String idempotencyKey) {
        return subscriptions.collectBy(subscriptionId, collection, idempotencyKey);
    }

    @Override
    public PaymentOutcome<MeteringSubscription> end(String subscriptionId, String idempotencyKey) {
        return subscriptions.end(subscriptionId, idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageTotal> report(UsageTotal total, String idempotencyKey) {
        return meter.report(total, idempotencyKey);
    }

    @Override
    public PaymentOutcome<Money> readMeter(String customerId, Instant from, Instant to) {
        return meter.reportedTotal(customerId, from, to);
    }

    @Override
    public PaymentOutcome<List<UsageInvoice>> invoices(String customerId, Instant since) {
        return invoices.since(customerId, since);
    }

    @Override
    public PaymentOutcome<Optional<UsageInvoice>> invoice(String invoiceId) {
        return invoices.one(invoiceId);
    }

    @Override
    public PaymentOutcome<UsageInvoice> hold(String invoiceId, String idempotencyKey) {
        return invoices.hold(invoiceId, idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageInvoice> describe(String invoiceId, String text, String idempotencyKey) {
        return text.length() > TEXT_LENGTH
                ? new Refused<>(Reason.INVALID, "a text of more than " + TEXT_LENGTH + " characters")
                : invoices.describe(invoiceId, text, idempotencyKey);
    }

    @Override
    public PaymentOutcome<UsageInvoice> release(String invoiceId, String idempotencyKey) {
        return invoices.release(invoiceId, idempotencyKey);
    }
}
