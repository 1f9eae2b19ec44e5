package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import java.time.Instant;
import java.util.Set;
import omni.billing.CollectionMethod;
import omni.billing.MeteringSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.UsageBilling;
import omni.billing.UsageBilling.NewMetering;

/** The technical subscriptions at Stripe. */
final class MeteringSubscriptions {

    private static final Set<String> OVER = Set.of("canceled", "incomplete", "incomplete_expired");
    private static final String BY_MAIL = "send_invoice";

    private final StripeClient stripe;
    private final SyncedCatalog catalog;

    MeteringSubscriptions(StripeClient stripe, SyncedCatalog catalog) {
        this.stripe = stripe;
        this.catalog = catalog;
    }

    PaymentOutcome<MeteringSubscription> begin(NewMetering metering, String idempotencyKey) {
        PaymentOutcome<String> price = StripeAnswers.of(
                () -> StripeAnswers.requireSynced(catalog.price(CatalogMarks.USAGE), "price " + CatalogMarks.USAGE));
        return catalog.forgettingWhenRefused(price.then(id -> begin(id, metering, idempotencyKey)));
    }

    /**
     * With prorations: without them Stripe calls the time up to the anchor free, and usage is prorated in no case. See
     * docs/decisions/where-stripe-is-silent.md.
     */
    private PaymentOutcome<MeteringSubscription> begin(String price, NewMetering metering, String idempotencyKey) {
        var item = SubscriptionCreateParams.Item.builder().setPrice(price);
        var params = SubscriptionCreateParams.builder()
                .setCustomer(metering.customerId())
                .addItem(item.build())
                .putMetadata(CustomerReader.ORGANIZATION, metering.orgId())
                .putMetadata(CatalogMarks.METER, CatalogMarks.USAGE)
                .setBillingCycleAnchor(metering.anchor().getEpochSecond())
                .setProrationBehavior(SubscriptionCreateParams.ProrationBehavior.CREATE_PRORATIONS);
        switch (metering.collection()) {
            case CARD -> params.setCollectionMethod(SubscriptionCreateParams.CollectionMethod.CHARGE_AUTOMATICALLY);
            case INVOICE ->
                params.setCollectionMethod(SubscriptionCreateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue((long) UsageBilling.INVOICE_DAYS);
        }
        return StripeAnswers.of(() -> new Done<>(read(
                stripe.v1().subscriptions().create(params.build(), StripeClients.withIdempotencyKey(idempotencyKey)))));
    }

    PaymentOutcome<MeteringSubscription> collectBy(
            String subscriptionId, CollectionMethod collection, String idempotencyKey) {
        var params = SubscriptionUpdateParams.builder();
        switch (collection) {
            case CARD -> params.setCollectionMethod(SubscriptionUpdateParams.CollectionMethod.CHARGE_AUTOMATICALLY);
            case INVOICE ->
                params.setCollectionMethod(SubscriptionUpdateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue((long) UsageBilling.INVOICE_DAYS);
        }
        return StripeAnswers.of(() -> new Done<>(read(stripe.v1()
                .subscriptions()
                .update(subscriptionId, params.build(), StripeClients.withIdempotencyKey(idempotencyKey)))));
    }

    PaymentOutcome<MeteringSubscription> end(String subscriptionId, String idempotencyKey) {
        var params = SubscriptionCancelParams.builder()
                .setInvoiceNow(false)
                .setProrate(false)
                .build();
        PaymentOutcome<MeteringSubscription> ended = StripeAnswers.of(() -> new Done<>(read(stripe.v1()
                .subscriptions()
                .cancel(subscriptionId, params, StripeClients.withIdempotencyKey(idempotencyKey)))));
        return ended instanceof Refused<MeteringSubscription> ? endOf(subscriptionId, ended) : ended;
    }

    /** Stripe calls one that has ended missing when it is to be ended, so it is asked for before that is believed. */
    private PaymentOutcome<MeteringSubscription> endOf(
            String subscriptionId, PaymentOutcome<MeteringSubscription> refusal) {
        PaymentOutcome<MeteringSubscription> now = StripeAnswers.of(
                () -> new Done<>(read(stripe.v1().subscriptions().retrieve(subscriptionId))));
        return now instanceof Done<MeteringSubscription>(var found) && found.live() ? refusal : now;
    }

    static MeteringSubscription read(Subscription subscription) {
        var endedAt = subscription.getEndedAt();
        var created = subscription.getCreated();
        var status = subscription.getStatus();
        return new MeteringSubscription(
                required(subscription.getId(), "id of the subscription"),
                status == null || !OVER.contains(status),
                BY_MAIL.equals(subscription.getCollectionMethod()) ? CollectionMethod.INVOICE : CollectionMethod.CARD,
                created == null ? Instant.EPOCH : Instant.ofEpochSecond(created),
                endedAt == null ? Instant.MAX : Instant.ofEpochSecond(endedAt));
    }
}
