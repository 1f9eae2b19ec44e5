package omni.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omni.billing.BillingPosition;
import omni.billing.BillingStateRules;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.RateCard;
import org.jspecify.annotations.Nullable;

/**
 * The operator's terms, the same for every account: rate card and settings (contract 6, 7.2, 16).
 *
 * @param meterClasses what calls are metered as
 * @param grace how long an unpaid invoice still serves ({@code payment.graceDays})
 * @param renewal {@code grant.renewal}
 * @param rateLimits {@code rateLimit.enabled}
 * @param aiQuotaGraceUntil until then the AI quota refuses nothing; null for no grace
 */
public record Terms(
        RateCard rateCard,
        List<MeterClass> meterClasses,
        Duration grace,
        GrantRenewal renewal,
        boolean rateLimits,
        @Nullable Instant aiQuotaGraceUntil) {

    public Terms {
        meterClasses = List.copyOf(meterClasses);
    }

    public BillingPosition position(Account account, Instant now) {
        return BillingStateRules.derive(account.facts(), now, grace);
    }

    /** Calls a minute under a plan; free classes are the same under every plan (contract 7.2). */
    public long limit(MeterClass meterClass, PlanKey plan) {
        return meterClass.free()
                ? meterClass.baseLimitPerMinute()
                : (long) meterClass.baseLimitPerMinute() * rateCard.plan(plan).rateMultiplier();
    }

    public Money price(MeterClass meterClass, PlanKey plan, Account account) {
        var family = meterClass.family();
        return family == null
                ? Money.ZERO
                : rateCard.unitPrice(family, plan, account.standing().contract());
    }

    /** The cheapest call under a plan that costs anything; empty where none does (contract 6.4). */
    public Optional<Money> cheapestPrice(PlanKey plan, Account account) {
        return meterClasses.stream()
                .filter(meterClass -> !meterClass.excludedPlans().contains(plan))
                .map(meterClass -> price(meterClass, plan, account))
                .filter(price -> price.compareTo(Money.ZERO) > 0)
                .min(Comparator.naturalOrder());
    }

    /** The AI quota as it stands at {@code now} on an account rolled to {@code now}. */
    public AiQuota aiQuota(Account account, PlanKey plan, Instant now) {
        var contract = account.standing().contract();
        return new AiQuota(
                rateCard.hasAiQuota(plan),
                rateCard.aiQueriesLimit(plan, contract, now),
                account.ledger().aiUnitsUsed(),
                InvoicePeriod.at(now).end(),
                aiQuotaGraceUntil != null && now.isBefore(aiQuotaGraceUntil) ? aiQuotaGraceUntil : null);
    }

    /**
     * The month's AI quota of one account (contract 6.5).
     *
     * @param isBounded false where the plan charges call by call and refuses none
     * @param graceUntil while set, nothing is refused
     */
    public record AiQuota(
            boolean isBounded,
            long limit,
            long unitsUsed,
            Instant resetAt,
            @Nullable Instant graceUntil) {

        public boolean refusesOneMore() {
            return isEnforced() && unitsUsed >= limit;
        }

        public boolean isEnforced() {
            return isBounded && graceUntil == null;
        }

        public long remaining() {
            return Math.max(0, limit - unitsUsed);
        }
    }
}
