package omni.billing;

import java.util.Optional;

/**
 * Where an organization stands, as {@link BillingStateRules} derive it.
 *
 * @param row the row of the table that matched, 1 to 10
 * @param state the billing state
 * @param publicPlan what was bought
 * @param effectivePlan whose prices and limits apply now; every {@code planKey} in headers and details
 */
public record BillingPosition(int row, BillingState state, PlanKey publicPlan, PlanKey effectivePlan) {

    public boolean requiresCard() {
        return state == BillingState.PAYG_PENDING_CARD;
    }

    /** The plan to offer next (contract 5.5); empty where there is none. */
    public Optional<PlanKey> nextRecommendedPlan() {
        return switch (state) {
            case SANDBOX_GRANT, PAYG_PENDING_CARD -> Optional.of(PlanKey.PAYG);
            case PAYG_ACTIVE -> Optional.of(PlanKey.PERSONAL);
            case PERSONAL_ACTIVE -> Optional.of(PlanKey.TEAM);
            case TEAM_ACTIVE -> Optional.of(PlanKey.COMMERCIAL);
            case COMMERCIAL_ACTIVE, PAYMENT_FAILED, RESTRICTED_READ_ONLY -> Optional.empty();
        };
    }
}
