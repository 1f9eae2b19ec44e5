package omni.endpoint;

import java.time.Instant;
import java.util.List;
import omni.account.Terms;
import omni.billing.BillingPosition;
import omni.catalog.Catalog;

/** Limits of contract 11.7: one row for each meter class. */
record LimitsView(
        String object,
        String orgId,
        String requestId,
        Instant recordedAt,
        String effectivePlanKey,
        String billingState,
        List<Quota> quotas) {

    record Quota(String meterClass, long limit, String period, boolean allowed, String planKey, String billingState) {}

    static LimitsView of(
            Catalog catalog, Terms terms, BillingPosition position, String orgId, String requestId, Instant now) {
        var plan = position.effectivePlan();
        var state = position.state().wire();
        var quotas = catalog.meterClasses().stream()
                .map(meterClass -> new Quota(
                        meterClass.key(),
                        terms.limit(meterClass, plan),
                        "minute",
                        !meterClass.excludedPlans().contains(plan),
                        plan.wire(),
                        state))
                .toList();
        return new LimitsView("limits", orgId, requestId, now, plan.wire(), state, quotas);
    }
}
