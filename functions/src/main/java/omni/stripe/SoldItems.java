package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import omni.billing.HeldSubscription;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/** What a subscription sells of ours, by the products of its items; their order says nothing. */
final class SoldItems {

    private static final Comparator<Held.OfPlan> HIGHEST = Comparator.comparing(Held.OfPlan::plan)
            .thenComparing(held -> String.valueOf(held.item().getId()));

    private final SyncedCatalog catalog;

    SoldItems(SyncedCatalog catalog) {
        this.catalog = catalog;
    }

    /** What it is to us; one item of ours makes it ours. */
    sealed interface Held {

        /** A plan, by the item whose product bears its mark; of several the highest. */
        record OfPlan(PlanKey plan, SubscriptionItem item) implements Held {

            HeldSubscription read(Subscription subscription, SubscriptionStatus status) {
                var price = item.getPrice();
                var end = Moments.of(item.getCurrentPeriodEnd()).orElse(null);
                return new HeldSubscription(
                        required(subscription.getId(), "id of the subscription"),
                        plan,
                        price == null ? null : price.getProduct(),
                        price == null ? null : price.getId(),
                        status,
                        Moments.of(item.getCurrentPeriodStart()).orElse(null),
                        end,
                        marks(subscription, end),
                        Moments.of(subscription.getCreated()).orElse(Instant.EPOCH));
            }
        }

        /** Usage. */
        record Usage() implements Held {}

        /** Nothing of ours. */
        record Stranger() implements Held {}
    }

    Held of(Subscription subscription) throws StripeException {
        Held.@Nullable OfPlan highest = null;
        boolean usage = false;
        for (var item : items(subscription)) {
            var price = item.getPrice();
            switch (catalog.productOf(price == null ? null : price.getProduct())) {
                case SyncedCatalog.Sold.OfPlan(var plan) -> {
                    var held = new Held.OfPlan(plan, item);
                    highest = highest == null || HIGHEST.compare(held, highest) > 0 ? held : highest;
                }
                case SyncedCatalog.Sold.Usage() -> usage = true;
                case SyncedCatalog.Sold.Stranger() -> {}
            }
        }
        return highest != null ? highest : usage ? new Held.Usage() : new Held.Stranger();
    }

    private static Iterable<SubscriptionItem> items(Subscription subscription) {
        var items = subscription.getItems();
        if (items == null || items.getData() == null) {
            return List.of();
        }
        return Boolean.TRUE.equals(items.getHasMore()) ? items.autoPagingIterable() : items.getData();
    }

    /** In flexible billing a cancellation in the portal sets {@code cancel_at} alone, else the period's end may stand for it. */
    private static SubscriptionMarks marks(Subscription subscription, @Nullable Instant end) {
        boolean flag = Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd());
        var at = Moments.of(subscription.getCancelAt()).orElse(flag ? end : null);
        boolean withPeriod = flag || (at != null && end != null && !at.isAfter(end));
        return new SubscriptionMarks(withPeriod, at, subscription.getPauseCollection() != null);
    }
}
