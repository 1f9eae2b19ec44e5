package omni.stripe;

import com.stripe.model.Subscription;
import java.time.Instant;
import java.util.Set;
import omni.billing.CollectionMethod;
import omni.billing.MeteringSubscription;

/** Reads what Stripe shows of a technical subscription. */
final class MeteringSubscriptions {

    private static final Set<String> OVER = Set.of("canceled", "incomplete", "incomplete_expired");

    private MeteringSubscriptions() {}

    static MeteringSubscription read(Subscription subscription) {
        var endedAt = subscription.getEndedAt();
        return new MeteringSubscription(
                subscription.getId(),
                !OVER.contains(subscription.getStatus()),
                "send_invoice".equals(subscription.getCollectionMethod())
                        ? CollectionMethod.INVOICE
                        : CollectionMethod.CARD,
                Instant.ofEpochSecond(subscription.getCreated()),
                endedAt == null ? Instant.MAX : Instant.ofEpochSecond(endedAt));
    }
}
