package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything the billing state is derived from, besides the clock (contract 5.1).
 *
 * @param grantLeft grant units not used
 * @param cardOnFile the Stripe customer has a chargeable payment method, a card or Link
 * @param subscription the Personal or Team subscription, if there is one
 * @param delinquentSince due (or finalization) date of the oldest unpaid invoice
 * @param hadCardOrPlan a card, subscription or contract was ever there
 * @param contract commercial contract set by an operator
 * @param operatorRestriction set or cleared by an operator
 * @param disputeLostAt when a charge dispute was lost, unless an operator cleared it
 */
public record Facts(
        long grantLeft,
        boolean cardOnFile,
        @Nullable Subscription subscription,
        @Nullable Instant delinquentSince,
        boolean hadCardOrPlan,
        @Nullable Contract contract,
        boolean operatorRestriction,
        @Nullable Instant disputeLostAt) {

    /** A new organization: the whole grant and nothing else. */
    public static Facts fresh(long grantCalls) {
        return new Facts(grantCalls, false, null, null, false, null, false, null);
    }

    public boolean contractActiveAt(Instant now) {
        return contract != null && contract.activeAt(now);
    }

    /** Whether somebody stands behind a paid unit: a card, a serving subscription or an active contract (contract 5.4 ²). */
    public boolean hasPayerAt(Instant now) {
        return cardOnFile || (subscription != null && subscription.status().isBought()) || contractActiveAt(now);
    }
}
