package omni.billing;

import org.jspecify.annotations.Nullable;

/** The three bounds that an organisation sets on its paid usage, in cents; null = not set (contract 6.4). */
public record BudgetCaps(
        @Nullable Long spendCapCents,
        @Nullable Long softCapCents,
        @Nullable Long approvalThresholdCents) {

    public static final BudgetCaps NONE = new BudgetCaps(null, null, null);
}
