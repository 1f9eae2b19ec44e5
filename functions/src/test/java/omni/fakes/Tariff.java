package omni.fakes;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.billing.Discount;
import omni.billing.MeterClass;
import omni.billing.MeterFamily;
import omni.billing.Money;
import omni.billing.Plan;
import omni.billing.PlanKey;
import omni.billing.RateCard;

/** Terms for tests: a class costs whatever cents a test needs, {@code personal} and the sandbox have an AI quota. */
public final class Tariff {

    /** AI queries of {@code personal} in a month. */
    public static final long PERSONAL_AI_QUERIES = 5;

    private static final int MAX_CENTS = 17;

    private Tariff() {}

    public static MeterClass meteredClass(int number, int cents) {
        return meterClass(number, cents, 600, false);
    }

    public static MeterClass limitedClass(int number, int cents, int perMinute) {
        return meterClass(number, cents, perMinute, false);
    }

    public static MeterClass ai(int number, int cents) {
        return meterClass(number, cents, 600, true);
    }

    private static MeterClass meterClass(int number, int cents, int perMinute, boolean ai) {
        return new MeterClass("class_" + number, number, family(cents), perMinute, "read:sec", ai, Set.of(), List.of());
    }

    public static MeterClass free(int number, int perMinute) {
        return new MeterClass("platform_read", number, null, perMinute, null, false, Set.of(), List.of());
    }

    private static MeterFamily family(int cents) {
        return new MeterFamily("cents_" + cents, "", "", Money.ofCents(cents));
    }

    public static Terms withoutLimits() {
        return new Terms(rateCard(), List.of(), Duration.ofDays(7), GrantRenewal.NONE, false, null);
    }

    public static Terms withoutLimits(GrantRenewal renewal) {
        return new Terms(rateCard(), List.of(), Duration.ofDays(7), renewal, false, null);
    }

    public static Terms withLimits() {
        return new Terms(rateCard(), List.of(), Duration.ofDays(7), GrantRenewal.NONE, true, null);
    }

    private static RateCard rateCard() {
        var plans = new EnumMap<PlanKey, Plan>(PlanKey.class);
        plans.putAll(Map.of(
                PlanKey.SANDBOX_GRANT, plan(PlanKey.SANDBOX_GRANT, 10, 1),
                PlanKey.PAYG, plan(PlanKey.PAYG, 0, 1),
                PlanKey.PERSONAL, plan(PlanKey.PERSONAL, PERSONAL_AI_QUERIES, 1),
                PlanKey.TEAM, plan(PlanKey.TEAM, 50, 2),
                PlanKey.COMMERCIAL, plan(PlanKey.COMMERCIAL, 100, 10)));
        var families = new ArrayList<MeterFamily>();
        for (var cents = 1; cents <= MAX_CENTS; cents++) {
            families.add(family(cents));
        }
        return new RateCard("2026-04-27", plans, families);
    }

    private static Plan plan(PlanKey key, long aiQueries, int multiplier) {
        return new Plan(
                key,
                key.wire(),
                true,
                "metered",
                "none",
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                1,
                3,
                Discount.NONE,
                aiQueries,
                multiplier,
                List.of());
    }
}
