package omni.billing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three bounds that an organization sets on its paid usage, in cents; null = not set (contract 6.4). */
public record BudgetCaps(
        @Nullable Long spendCapCents,
        @Nullable Long softCapCents,
        @Nullable Long approvalThresholdCents) {

    public static final BudgetCaps NONE = new BudgetCaps(null, null, null);

    /**
     * The bounds that are set here and that {@code next} raises or clears, by their names in the contract. All three: the soft cap
     * refuses nothing, but a person set it to be notified.
     */
    public List<String> loosenedBy(BudgetCaps next) {
        var loosened = new ArrayList<String>();
        note(loosened, "spendCapCents", spendCapCents, next.spendCapCents());
        note(loosened, "softCapCents", softCapCents, next.softCapCents());
        note(loosened, "approvalThresholdCents", approvalThresholdCents, next.approvalThresholdCents());
        return loosened;
    }

    private static void note(List<String> loosened, String name, @Nullable Long set, @Nullable Long next) {
        if (set != null && (next == null || next > set)) {
            loosened.add(name);
        }
    }
}
