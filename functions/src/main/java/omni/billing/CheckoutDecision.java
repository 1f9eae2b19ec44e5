package omni.billing;

import java.time.Instant;

/** Whether a plan may be subscribed to now (contract 11.6); first match wins. */
public sealed interface CheckoutDecision {

    /** The plan is sold by people. */
    record SalesContact() implements CheckoutDecision {}

    /** The plan is not one that is subscribed to. */
    record NotSubscribable() implements CheckoutDecision {}

    /** A live subscription or an active contract is there; the portal changes it. */
    record AlreadyActive() implements CheckoutDecision {}

    /** An invoice is unpaid: pay first, nobody buys into a restriction. */
    record PaymentOverdue() implements CheckoutDecision {}

    /** A page may be opened. */
    record Open() implements CheckoutDecision {}

    static CheckoutDecision of(PlanKey plan, Facts facts, Instant now) {
        if (plan == PlanKey.COMMERCIAL) {
            return new SalesContact();
        }
        if (plan != PlanKey.PERSONAL && plan != PlanKey.TEAM) {
            return new NotSubscribable();
        }
        var subscription = facts.subscription();
        boolean live = subscription != null && subscription.status().isBought();
        if (live || facts.contractActiveAt(now)) {
            return new AlreadyActive();
        }
        return facts.delinquentSince() == null ? new Open() : new PaymentOverdue();
    }
}
