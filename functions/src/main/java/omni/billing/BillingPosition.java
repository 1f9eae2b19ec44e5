package omni.billing;

import static omni.billing.BillingState.COMMERCIAL_ACTIVE;
import static omni.billing.BillingState.PAYG_ACTIVE;
import static omni.billing.BillingState.PAYG_PENDING_CARD;
import static omni.billing.BillingState.PAYMENT_FAILED;
import static omni.billing.BillingState.PERSONAL_ACTIVE;
import static omni.billing.BillingState.RESTRICTED_READ_ONLY;
import static omni.billing.BillingState.TEAM_ACTIVE;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an organisation stands: the decision table of contract 5.2, total, first match wins.
 *
 * @param row the row of the table that matched, 1 to 10
 * @param state the billing state
 * @param publicPlan what was bought
 * @param effectivePlan whose prices and limits apply now; every {@code planKey} in headers and details
 */
public record BillingPosition(int row, BillingState state, PlanKey publicPlan, PlanKey effectivePlan) {

    /** Derives the position from the facts at {@code now}; {@code grace} is how long an unpaid invoice still serves. */
    public static BillingPosition of(Facts facts, Instant now, Duration grace) {
        if (facts.operatorRestriction() || facts.disputeLostAt() != null) {
            return restricted(1, facts, now);
        }
        var subscription = facts.subscription();
        if (subscription != null && subscription.status() == SubscriptionStatus.UNPAID) {
            return restricted(2, facts, now);
        }
        var delinquentSince = facts.delinquentSince();
        if (delinquentSince != null) {
            if (!now.isBefore(delinquentSince.plus(grace))) {
                return restricted(3, facts, now);
            }
            var bought = asBought(facts, now);
            return new BillingPosition(4, PAYMENT_FAILED, bought, bought);
        }
        if (facts.contractActiveAt(now)) {
            return serving(5, COMMERCIAL_ACTIVE, PlanKey.COMMERCIAL);
        }
        if (subscription != null && subscription.status().serves()) {
            return subscription.plan() == PlanKey.TEAM
                    ? serving(6, TEAM_ACTIVE, PlanKey.TEAM)
                    : serving(7, PERSONAL_ACTIVE, PlanKey.PERSONAL);
        }
        if (facts.cardOnFile()) {
            return serving(8, PAYG_ACTIVE, PlanKey.PAYG);
        }
        if (facts.grantLeft() > 0) {
            return serving(9, BillingState.SANDBOX_GRANT, PlanKey.SANDBOX_GRANT);
        }
        return new BillingPosition(10, PAYG_PENDING_CARD, PlanKey.SANDBOX_GRANT, PlanKey.PAYG);
    }

    private static BillingPosition restricted(int row, Facts facts, Instant now) {
        return new BillingPosition(row, RESTRICTED_READ_ONLY, asBought(facts, now), PlanKey.SANDBOX_GRANT);
    }

    private static BillingPosition serving(int row, BillingState state, PlanKey plan) {
        return new BillingPosition(row, state, plan, plan);
    }

    /** Footnote 1 of the table: what was bought, whatever rows 1 to 4 say. */
    private static PlanKey asBought(Facts facts, Instant now) {
        if (facts.contractActiveAt(now)) {
            return PlanKey.COMMERCIAL;
        }
        var subscription = facts.subscription();
        if (subscription != null && subscription.status().isBought()) {
            return subscription.plan();
        }
        return facts.cardOnFile() || facts.delinquentSince() != null ? PlanKey.PAYG : PlanKey.SANDBOX_GRANT;
    }

    public boolean requiresCard() {
        return state == PAYG_PENDING_CARD;
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
