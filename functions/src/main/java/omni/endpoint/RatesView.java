package omni.endpoint;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import omni.billing.Contract;
import omni.billing.Plan;
import omni.billing.PlanKey;
import omni.billing.RateCard;
import omni.json.Named;
import org.jspecify.annotations.Nullable;

/** BillingPlan and MeterFamilyPrice of contract 11.3, made from the rate card. */
final class RatesView {

    /** Prices of one family; {@code discount} is a fraction. */
    record MeterFamilyPrice(
            String key,
            String displayName,
            String description,
            BigDecimal paygUnitAmountUsd,
            BigDecimal unitAmountUsd,
            BigDecimal discount) {}

    /** One plan. */
    record BillingPlan(
            String key,
            String displayName,
            @Named("public") boolean isPublic,
            String kind,
            String rightsKey,
            String checkoutMode,
            @Nullable BigDecimal monthlyPriceUsd,
            @Nullable BigDecimal annualPriceUsd,
            @Nullable BigDecimal monthlyPriceFloorUsd,
            @Nullable BigDecimal annualContractFloorUsd,
            BigDecimal annualDiscountPercent,
            int seatsIncluded,
            int apiKeysIncluded,
            List<String> features,
            List<MeterFamilyPrice> meterFamilyPrices) {}

    private RatesView() {}

    /** The five plans in the contract's order. */
    static List<BillingPlan> plans(RateCard card) {
        return Arrays.stream(PlanKey.values())
                .map(key -> plan(card, card.plan(key)))
                .toList();
    }

    private static BillingPlan plan(RateCard card, Plan plan) {
        return new BillingPlan(
                plan.key().wire(),
                plan.displayName(),
                plan.isPublic(),
                plan.kind(),
                plan.key().rightsKey(),
                plan.checkoutMode(),
                plan.monthlyPriceUsd(),
                plan.annualPriceUsd(),
                plan.monthlyPriceFloorUsd(),
                plan.annualContractFloorUsd(),
                plan.annualDiscountPercent(),
                plan.seatsIncluded(),
                plan.apiKeysIncluded(),
                plan.features(),
                prices(card, plan.key(), null));
    }

    /** The prices under a plan; of {@code commercial} with the contract's discount where there is one. */
    static List<MeterFamilyPrice> prices(RateCard card, PlanKey plan, @Nullable Contract contract) {
        return card.families().stream()
                .map(family -> new MeterFamilyPrice(
                        family.key(),
                        family.displayName(),
                        family.description(),
                        family.payg().usd(),
                        card.unitPrice(family, plan, contract).usd(),
                        card.discount(plan, contract).fraction()))
                .toList();
    }
}
