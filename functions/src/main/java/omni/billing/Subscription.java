package omni.billing;

/**
 * The Personal or Team subscription as a fact (contract 5.1). The technical metering subscription is not one.
 *
 * @param plan {@link PlanKey#PERSONAL} or {@link PlanKey#TEAM}
 * @param status Stripe's present word
 */
public record Subscription(PlanKey plan, SubscriptionStatus status) {

    public Subscription {
        if (plan != PlanKey.PERSONAL && plan != PlanKey.TEAM) {
            throw new IllegalArgumentException("a subscription is for personal or team, not for " + plan.wire());
        }
    }
}
