package omni.billing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route is metered as (contract 7.1).
 *
 * @param key the name in headers and details
 * @param number permanent, never reused: windows and stored usage refer to it
 * @param family what a unit costs; null for free routes
 * @param baseLimitPerMinute before the plan's multiplier (7.2)
 * @param scope the scope that a principal needs; null for free routes, which name theirs one by one
 * @param countsForAiQuota whether each call also takes one unit of the monthly AI quota (6.5)
 * @param excludedPlans plans that may not call it
 */
public record MeterClass(
        String key,
        int number,
        @Nullable MeterFamily family,
        int baseLimitPerMinute,
        @Nullable String scope,
        boolean countsForAiQuota,
        Set<PlanKey> excludedPlans) {

    public MeterClass {
        excludedPlans = Set.copyOf(excludedPlans);
    }

    public boolean free() {
        return family == null;
    }
}
