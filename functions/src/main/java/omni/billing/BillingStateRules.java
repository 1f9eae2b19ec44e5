package omni.billing;

import static omni.billing.BillingState.COMMERCIAL_ACTIVE;
import static omni.billing.BillingState.PAYG_ACTIVE;
import static omni.billing.BillingState.PAYG_PENDING_CARD;
import static omni.billing.BillingState.PAYMENT_FAILED;
import static omni.billing.BillingState.PERSONAL_ACTIVE;
import static omni.billing.BillingState.RESTRICTED_READ_ONLY;
import static omni.billing.BillingState.SANDBOX_GRANT;
import static omni.billing.BillingState.TEAM_ACTIVE;

import java.time.Duration;
import java.time.Instant;

/** Which billing state follows from the facts of an organization: the decision table of contract 5.2, total, first match wins. */
public final class BillingStateRules {

    private BillingStateRules() {}

    /** Derives the position from the facts at {@code now}; {@code grace} is how long an unpaid invoice still serves. */
    public static BillingPosition derive(Facts facts, Instant now, Duration grace) {
        if (facts.operatorRestriction() || facts.disputeLostAt() != null) {
            return restrict(1, facts, now);
        }
        var subscription = facts.subscription();
        if (subscription != null && subscription.status() == SubscriptionStatus.UNPAID) {
            return restrict(2, facts, now);
        }
        var delinquentSince = facts.delinquentSince();
        if (delinquentSince != null) {
            if (!now.isBefore(delinquentSince.plus(grace))) {
                return restrict(3, facts, now);
            }
            var bought = planBought(facts, now);
            return new BillingPosition(4, PAYMENT_FAILED, bought, bought);
        }
        if (facts.contractActiveAt(now)) {
            return serve(5, COMMERCIAL_ACTIVE, PlanKey.COMMERCIAL);
        }
        if (subscription != null && subscription.status().serves()) {
            return subscription.plan() == PlanKey.TEAM
                    ? serve(6, TEAM_ACTIVE, PlanKey.TEAM)
                    : serve(7, PERSONAL_ACTIVE, PlanKey.PERSONAL);
        }
        if (facts.cardOnFile()) {
            return serve(8, PAYG_ACTIVE, PlanKey.PAYG);
        }
        if (facts.grantLeft() > 0) {
            return serve(9, SANDBOX_GRANT, PlanKey.SANDBOX_GRANT);
        }
        return new BillingPosition(10, PAYG_PENDING_CARD, PlanKey.SANDBOX_GRANT, PlanKey.PAYG);
    }

    private static BillingPosition restrict(int row, Facts facts, Instant now) {
        return new BillingPosition(row, RESTRICTED_READ_ONLY, planBought(facts, now), PlanKey.SANDBOX_GRANT);
    }

    private static BillingPosition serve(int row, BillingState state, PlanKey plan) {
        return new BillingPosition(row, state, plan, plan);
    }

    /** Footnote 1 of the table: what was bought, whatever rows 1 to 4 say. */
    private static PlanKey planBought(Facts facts, Instant now) {
        if (facts.contractActiveAt(now)) {
            return PlanKey.COMMERCIAL;
        }
        var subscription = facts.subscription();
        if (subscription != null && subscription.status().isBought()) {
            return subscription.plan();
        }
        return facts.cardOnFile() || facts.delinquentSince() != null ? PlanKey.PAYG : PlanKey.SANDBOX_GRANT;
    }
}
