package omni.meter;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import omni.account.Account;
import omni.account.Funding;
import omni.account.Terms;
import omni.billing.BillingPosition;
import omni.billing.BillingState;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.meter.Refusal.Reason;
import omni.meter.Verdict.Admitted;
import omni.meter.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/**
 * May this call run, and who pays? A pure function over one version of the account and {@code now}: steps 1 and 3 to 7
 * of contract 4, first failing step answers. The same decision gates the work and, on fresher facts, the commit.
 */
public final class Admission {

    private final Terms terms;

    public Admission(Terms terms) {
        this.terms = terms;
    }

    public Terms terms() {
        return terms;
    }

    /** The account's own reading of the clock: minutes, and with them periods, never run backwards. */
    public static Instant now(Account account, Instant clock) {
        return account.windows().notBefore(clock);
    }

    /** All steps. */
    public Verdict decide(Account stored, Call call, Instant clock) {
        var now = now(stored, clock);
        var account = stored.rolledTo(now, terms.renewal());
        var position = position(account, call, now);
        var refusal = keyOrRate(account, position, call, now);
        return refusal != null ? new Refused(refusal) : money(account, position, call.meterClass(), now);
    }

    /** Steps 1 and 3 alone: all that decides the commit of a failed call and whether a replay may be sent. */
    public @Nullable Refusal decideRate(Account stored, Call call, Instant clock) {
        var now = now(stored, clock);
        var account = stored.rolledTo(now, terms.renewal());
        return keyOrRate(account, position(account, call, now), call, now);
    }

    BillingPosition position(Account account, Call call, Instant now) {
        var ofTest = call.testPosition();
        return ofTest != null ? ofTest : terms.position(account, now);
    }

    /** Step 3 alone, under a plan that is known already: free routes and replays. */
    public Refusal.@Nullable RateLimited decideWindow(
            Account stored, MeterClass meterClass, PlanKey plan, Instant clock) {
        var now = now(stored, clock);
        return rate(stored.rolledTo(now, terms.renewal()), plan, meterClass, now);
    }

    private @Nullable Refusal keyOrRate(Account account, BillingPosition position, Call call, Instant now) {
        var expiry = call.keyExpiresAt();
        if (expiry != null && !now.isBefore(expiry)) {
            return new Refusal.KeyRefused();
        }
        return !call.isWindowed() ? null : rate(account, position.effectivePlan(), call.meterClass(), now);
    }

    private Refusal.@Nullable RateLimited rate(Account account, PlanKey plan, MeterClass meterClass, Instant now) {
        if (!terms.rateLimits()) {
            return null;
        }
        var limit = terms.limit(meterClass, plan);
        var windows = account.windows();
        if (windows.countAt(meterClass, now) <= limit - 1) {
            return null;
        }
        return new Refusal.RateLimited(meterClass, plan, limit, windows.secondsToFreeSlot(meterClass, now, limit));
    }

    private Verdict money(Account account, BillingPosition position, MeterClass meterClass, Instant now) {
        if (!account.live()) {
            return new Admitted(Funding.NONE, Money.ZERO, 0, position);
        }
        var required = billingRequired(account, position, meterClass, now);
        if (required != null) {
            return new Refused(required);
        }
        var granted = account.grant().unitsLeft() > 0;
        var price = granted ? Money.ZERO : terms.price(meterClass, position.effectivePlan(), account);
        var refusal = granted ? null : overBudget(account, position, meterClass, price, now);
        if (refusal == null) {
            refusal = overQuota(account, position, meterClass, now);
        }
        return refusal != null
                ? new Refused(refusal)
                : new Admitted(
                        granted ? Funding.GRANT : Funding.PAID, price, meterClass.countsForAiQuota() ? 1 : 0, position);
    }

    /**
     * What {@code units} would come to now on a live account, by steps 4 to 6 as each single call takes them: the grant pays
     * what it can, the rest must fit into the budget as a whole. A refusal tells where the account stands now, not where it would
     * stand once the grant is spent.
     */
    public Quote quote(Account stored, MeterClass meterClass, long units, Instant clock) {
        var now = now(stored, clock);
        var account = stored.rolledTo(now, terms.renewal());
        var position = terms.position(account, now);
        if (meterClass.free()) {
            return new Quote(account, now, position, 0, null);
        }
        var granted = Math.min(account.grant().unitsLeft(), units);
        var atOnce = granted > 0 ? billingRequired(account, position, meterClass, now) : null;
        if (atOnce != null) {
            return new Quote(account, now, position, 0, atOnce);
        }
        var gate = granted == units ? null : restGate(account, granted, meterClass, units - granted, now);
        return new Quote(account, now, position, granted, gate);
    }

    /** What refuses the units that are left when the grant has paid what it pays of them. */
    private @Nullable Refusal restGate(Account account, long granted, MeterClass meterClass, long units, Instant now) {
        var position = terms.position(account, now);
        var spent = account.grantSpent(granted);
        var later = terms.position(spent, now);
        var reason = denialReason(spent, later, meterClass, now);
        if (reason != null) {
            var refuses = reason == Reason.PLAN_EXCLUDES_METER_CLASS ? later : position;
            return billingRequired(reason, account, refuses, meterClass);
        }
        var price = terms.price(meterClass, later.effectivePlan(), spent).times(units);
        return overBudget(account, position, meterClass, price, now);
    }

    /** Step 4 as a refusal; null when it lets the call through. */
    private static @Nullable Refusal billingRequired(
            Account account, BillingPosition position, MeterClass meterClass, Instant now) {
        var reason = denialReason(account, position, meterClass, now);
        return reason == null ? null : billingRequired(reason, account, position, meterClass);
    }

    private static Refusal billingRequired(
            Reason reason, Account account, BillingPosition position, MeterClass meterClass) {
        return new Refusal.BillingRequired(
                reason,
                position,
                meterClass,
                account.grant().unitsLeft(),
                account.standing().delinquentSince());
    }

    /** Step 4. */
    private static @Nullable Reason denialReason(
            Account account, BillingPosition position, MeterClass meterClass, Instant now) {
        if (position.state() == BillingState.RESTRICTED_READ_ONLY) {
            return position.row() == 1 ? Reason.RESTRICTED : Reason.PAYMENT_FAILED;
        }
        if (meterClass.excludedPlans().contains(position.effectivePlan())) {
            return Reason.PLAN_EXCLUDES_METER_CLASS;
        }
        var facts = account.facts();
        if (facts.grantLeft() > 0) {
            return null;
        }
        // the state refuses by itself: a past-due subscription pays only during the grace of a failed payment
        if (position.state() == BillingState.PAYG_PENDING_CARD) {
            return facts.hadCardOrPlan() ? Reason.CARD_REQUIRED : Reason.STARTER_GRANT_EXHAUSTED;
        }
        return facts.hasPayerAt(now) ? null : Reason.CARD_REQUIRED;
    }

    /** Steps 5 and 6; comparisons are exact, in micro-dollars. What costs nothing passes them (contract 6.4). */
    private static @Nullable Refusal overBudget(
            Account account, BillingPosition position, MeterClass meterClass, Money price, Instant now) {
        if (price.equals(Money.ZERO)) {
            return null;
        }
        var accrued = account.ledger().accrual();
        var after = accrued.plus(price);
        var grantLeft = account.grant().unitsLeft();
        var cap = account.hardCap();
        if (cap.isPresent() && after.compareTo(cap.get()) > 0) {
            return new Refusal.HardCapExceeded(position, meterClass, grantLeft, accrued, cap.get(), price);
        }
        var limit = account.approvalLimit(now);
        var threshold = account.caps().approvalThresholdCents();
        if (limit.isPresent() && threshold != null && after.compareTo(limit.get()) > 0) {
            return new Refusal.ApprovalRequired(
                    position, meterClass, grantLeft, accrued, threshold, account.approvedAmount(now), price);
        }
        return null;
    }

    /** Step 7. */
    private @Nullable Refusal overQuota(Account account, BillingPosition position, MeterClass meterClass, Instant now) {
        if (!meterClass.countsForAiQuota()) {
            return null;
        }
        var quota = terms.aiQuota(account, position.effectivePlan(), now);
        return quota.refusesOneMore()
                ? new Refusal.AiQuotaExceeded(
                        position.effectivePlan(),
                        quota.limit(),
                        quota.unitsUsed(),
                        quota.resetAt(),
                        Math.max(1, now.until(quota.resetAt().plusMillis(999), SECONDS)))
                : null;
    }

    /** What the account may accrue at most at {@code now}; empty when nothing bounds it. */
    public static @Nullable Money accrualLimit(Account account, Instant now) {
        var cap = account.hardCap();
        var threshold = account.approvalLimit(now);
        if (cap.isPresent() && threshold.isPresent()) {
            return cap.get().compareTo(threshold.get()) <= 0 ? cap.get() : threshold.get();
        }
        return cap.or(() -> threshold).orElse(null);
    }
}
