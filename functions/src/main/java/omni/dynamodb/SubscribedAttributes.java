package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.Map;
import omni.billing.BillingRecord.Subscribed;
import omni.billing.HeldSubscription;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The subscription in the billing item. */
final class SubscribedAttributes {

    private static final String ID = "subscriptionId";
    private static final String PLAN = "subscriptionPlan";
    private static final String PRODUCT = "subscriptionProduct";
    private static final String PRICE = "subscriptionPrice";
    private static final String STATUS = "subscriptionStatus";
    private static final String PERIOD_START = "subscriptionPeriodStart";
    private static final String PERIOD_END = "subscriptionPeriodEnd";
    private static final String CANCELS = "subscriptionCancels";
    private static final String CANCELS_AT = "subscriptionCancelsAt";
    private static final String COLLECTION_PAUSED = "subscriptionCollectionPaused";
    private static final String CREATED_AT = "subscriptionCreatedAt";
    private static final String UPDATED_AT = "subscriptionUpdatedAt";

    private SubscribedAttributes() {}

    static @Nullable Subscribed read(Map<String, AttributeValue> item) {
        var id = Attributes.textOrNull(item, ID);
        return id == null
                ? null
                : new Subscribed(
                        new HeldSubscription(
                                id,
                                PlanKey.ofWire(Attributes.text(item, PLAN)).orElseThrow(),
                                Attributes.textOrNull(item, PRODUCT),
                                Attributes.textOrNull(item, PRICE),
                                SubscriptionStatus.ofWire(Attributes.text(item, STATUS))
                                        .orElseThrow(),
                                Attributes.instantOrNull(item, PERIOD_START),
                                Attributes.instantOrNull(item, PERIOD_END),
                                marks(item),
                                Attributes.instant(item, CREATED_AT)),
                        Attributes.instant(item, UPDATED_AT));
    }

    private static SubscriptionMarks marks(Map<String, AttributeValue> item) {
        return new SubscriptionMarks(
                item.containsKey(CANCELS),
                Attributes.instantOrNull(item, CANCELS_AT),
                item.containsKey(COLLECTION_PAUSED));
    }

    private static void put(Map<String, AttributeValue> item, SubscriptionMarks marks) {
        if (marks.cancelAtPeriodEnd()) {
            item.put(CANCELS, AttributeValue.fromBool(true));
        }
        Attributes.put(item, CANCELS_AT, marks.cancelAt());
        if (marks.collectionPaused()) {
            item.put(COLLECTION_PAUSED, AttributeValue.fromBool(true));
        }
    }

    static void put(Map<String, AttributeValue> item, Subscribed subscribed) {
        var held = subscribed.subscription();
        item.put(ID, text(held.id()));
        item.put(PLAN, text(held.plan().wire()));
        Attributes.put(item, PRODUCT, held.productId());
        Attributes.put(item, PRICE, held.priceId());
        item.put(STATUS, text(held.status().wire()));
        Attributes.put(item, PERIOD_START, held.periodStart());
        Attributes.put(item, PERIOD_END, held.periodEnd());
        put(item, held.marks());
        item.put(CREATED_AT, Attributes.instant(held.createdAt()));
        item.put(UPDATED_AT, Attributes.instant(subscribed.updatedAt()));
    }
}
