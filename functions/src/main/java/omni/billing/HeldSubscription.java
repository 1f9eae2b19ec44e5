package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of a plan as the provider shows it; what GetBilling shows of it (contract 11.3).
 *
 * @param plan {@link PlanKey#PERSONAL} or {@link PlanKey#TEAM}, by the product of its price
 * @param productId null only where the provider names none
 * @param periodStart null only where the provider names none; so is {@code periodEnd}
 * @param createdAt on the provider's clock
 */
public record HeldSubscription(
        String id,
        PlanKey plan,
        @Nullable String productId,
        @Nullable String priceId,
        SubscriptionStatus status,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        SubscriptionMarks marks,
        Instant createdAt) {

    /** The fact that the billing state is derived from. */
    public Subscription fact() {
        return new Subscription(plan, status);
    }
}
