package omni.billing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans and prices, as one version of the catalog gives them (contract 6.1, 6.2).
 *
 * @param version {@code rateCardVersion}
 * @param plans all five, by key
 * @param families in the catalog's order
 * @param tax how the prices are taxed
 */
public record RateCard(String version, Map<PlanKey, Plan> plans, List<MeterFamily> families, TaxTerms tax) {

    /** The same without tax. */
    public RateCard(String version, Map<PlanKey, Plan> plans, List<MeterFamily> families) {
        this(version, plans, families, TaxTerms.NONE);
    }

    public RateCard {
        plans = Map.copyOf(plans);
        families = List.copyOf(families);
        for (var key : PlanKey.values()) {
            if (!plans.containsKey(key)) {
                throw new IllegalArgumentException("the rate card lacks the plan " + key.wire());
            }
        }
    }

    public Plan plan(PlanKey key) {
        var plan = plans.get(key);
        if (plan == null) {
            throw new IllegalStateException("the constructor lets no plan be absent");
        }
        return plan;
    }

    /** The discount that an organization gets under a plan: the plan's, or its contract's on {@code commercial}. */
    public Discount discount(PlanKey plan, @Nullable Contract contract) {
        return plan == PlanKey.COMMERCIAL && contract != null
                ? contract.discount()
                : plan(plan).meterDiscount();
    }

    public Money unitPrice(MeterFamily family, PlanKey plan, @Nullable Contract contract) {
        return discount(plan, contract).off(family.payg());
    }

    /** The AI queries per month under a plan; 0 means no quota. A contract that allows none still has a quota: see {@link #hasAiQuota}. */
    public long aiQueriesLimit(PlanKey plan, @Nullable Contract contract, Instant now) {
        if (plan == PlanKey.COMMERCIAL && contract != null && contract.activeAt(now)) {
            var negotiated = contract.aiQueriesLimit();
            if (negotiated != null) {
                return negotiated;
            }
        }
        return plan(plan).aiQueriesPerMonth();
    }

    /** Whether a plan bounds AI queries at all: {@code payg} does not, it charges call by call. */
    public boolean hasAiQuota(PlanKey plan) {
        return plan(plan).aiQueriesPerMonth() > 0;
    }
}
