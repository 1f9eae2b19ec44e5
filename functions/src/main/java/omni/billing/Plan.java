package omni.billing;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as the catalog describes it (contract 6.1).
 *
 * @param meterDiscount fraction off the payg price of every family
 * @param aiQueriesPerMonth AI queries per UTC month; 0 means no quota, per call
 * @param rateMultiplier factor on the base rate limit of metered classes (7.2)
 */
public record Plan(
        PlanKey key,
        String displayName,
        boolean isPublic,
        String kind,
        String checkoutMode,
        @Nullable BigDecimal monthlyPriceUsd,
        @Nullable BigDecimal annualPriceUsd,
        @Nullable BigDecimal monthlyPriceFloorUsd,
        @Nullable BigDecimal annualContractFloorUsd,
        BigDecimal annualDiscountPercent,
        int seatsIncluded,
        int apiKeysIncluded,
        Discount meterDiscount,
        long aiQueriesPerMonth,
        int rateMultiplier,
        List<String> features) {

    public Plan {
        features = List.copyOf(features);
    }
}
