package omni.meter;

import java.time.Instant;
import omni.account.Account;
import omni.account.Funding;
import omni.account.GrantRenewal;
import omni.account.LastCall;
import omni.account.Terms;
import omni.account.Windows;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;

/**
 * The one conditional write of a call, or of a month's end without one: what it sets, and the version of the facts it
 * stands on (architecture 5). An adapter renders it; {@link #holds} and {@link #apply} say what that rendering has to mean.
 *
 * @param basis the account as stored when the call was decided
 * @param meterClass whose window is counted; null for none: of a call that has a window of its own, and of a write that only closes a month
 * @param last the call to record; null for a call that only counts its window (free routes, replays)
 * @param minute the minute of the write
 * @param period the period of the write
 * @param renewsGrant the write begins a new month of a monthly grant
 * @param windowCeiling the stored current count may be at most this; null when any fits
 * @param accruedCeiling the stored accrual may be at most this, in micro-dollars; null when any fits
 * @param aiCeiling the stored AI quota use may be at most this; null when any fits
 */
public record CommitPlan(
        Account basis,
        @Nullable MeterClass meterClass,
        @Nullable LastCall last,
        long minute,
        InvoicePeriod period,
        boolean renewsGrant,
        @Nullable Long windowCeiling,
        @Nullable Long accruedCeiling,
        @Nullable Long aiCeiling) {

    /** The plan of a call that was admitted, or that failed: then {@code admitted} names nobody who pays. */
    static CommitPlan of(
            Account stored, Call call, Call.Outcome outcome, Verdict.Admitted admitted, Terms terms, Instant now) {
        return of(
                stored,
                call.isWindowed() ? call.meterClass() : null,
                lastCall(call, outcome, admitted, terms, now),
                terms,
                now);
    }

    private static CommitPlan of(
            Account stored, @Nullable MeterClass meterClass, LastCall last, Terms terms, Instant now) {
        var plan = last.plan();
        var account = stored.rolledTo(now, terms.renewal());
        var samePeriod = account.ledger().period().equals(stored.ledger().period());
        var limit = Admission.accrualLimit(account, now);
        var paid = last.funding() == Funding.PAID && !last.price().equals(Money.ZERO);
        var quota = terms.aiQuota(account, plan, now);
        return new CommitPlan(
                stored,
                meterClass,
                last,
                account.windows().minute(),
                account.ledger().period(),
                !account.grant().period().equals(stored.grant().period()),
                meterClass == null ? null : windowCeiling(stored, meterClass, plan, terms, now),
                paid && samePeriod && limit != null ? limit.minus(last.price()).microDollars() : null,
                last.aiUnits() > 0 && samePeriod && quota.isEnforced() ? quota.limit() - 1 : null);
    }

    /** What a call's commit records at {@code now}. */
    private static LastCall lastCall(
            Call call, Call.Outcome outcome, Verdict.Admitted admitted, Terms terms, Instant now) {
        return new LastCall(
                call.usageId(),
                call.requestId(),
                call.principalId(),
                call.authMode(),
                call.route(),
                call.meterClass().number(),
                call.mcpTool(),
                outcome.status(),
                outcome.latencyMs(),
                outcome.isSuccess() ? 1 : 0,
                admitted.aiUnits(),
                admitted.funding(),
                admitted.price(),
                admitted.position().effectivePlan(),
                admitted.position().state(),
                terms.rateCard().version(),
                now,
                outcome.isExpected());
    }

    /** The plan of a call that costs nothing and leaves no row: the minute may roll, the period never does. */
    static CommitPlan ofWindow(Account stored, MeterClass meterClass, PlanKey plan, Terms terms, Instant now) {
        return new CommitPlan(
                stored,
                meterClass,
                null,
                Math.max(stored.windows().minute(), Windows.minuteOf(now)),
                stored.ledger().period(),
                false,
                windowCeiling(stored, meterClass, plan, terms, now),
                null,
                null);
    }

    /**
     * The plan that moves an account into the month of {@code now} without a call, so that no other one counts for the month
     * before: whatever was decided on that month fails its own condition, and is decided again.
     */
    public static CommitPlan ofClosing(Account stored, GrantRenewal renewal, Instant now) {
        var account = stored.rolledTo(Admission.now(stored, now), renewal);
        if (account.ledger().period().equals(stored.ledger().period())) {
            throw new IllegalArgumentException("the month of " + stored.orgId() + " is not over at " + now);
        }
        return new CommitPlan(
                stored,
                null,
                null,
                account.windows().minute(),
                account.ledger().period(),
                !account.grant().period().equals(stored.grant().period()),
                null,
                null,
                null);
    }

    private static @Nullable Long windowCeiling(
            Account stored, MeterClass meterClass, PlanKey plan, Terms terms, Instant now) {
        if (!terms.rateLimits()) {
            return null;
        }
        var account = stored.rolledTo(now, terms.renewal());
        var limit = terms.limit(meterClass, plan);
        var rolled = account.windows().minute() - stored.windows().minute();
        if (rolled == 0) {
            return limit - 1 - stored.windows().previousShare(meterClass, now);
        }
        return rolled == 1 ? (limit - 1) * Windows.MILLIS_PER_MINUTE / Windows.remainingMillis(now) : null;
    }

    /** How many minutes the windows move on: 0, 1, or more (then both counters are behind). */
    public long minutesRolled() {
        return minute - basis.windows().minute();
    }

    /** Whether it only closes a month: no call, no window, no row. */
    public boolean closes() {
        return meterClass == null && last == null;
    }

    public boolean rollsPeriod() {
        return !period.equals(basis.ledger().period());
    }

    /** Whether money or grant is taken: then the facts must still be the ones decided on. */
    public boolean charges() {
        return last != null && last.isCharged();
    }

    /** The condition of the write. */
    public boolean holds(Account current) {
        if (current.keysVersion() != basis.keysVersion()
                || current.windows().minute() != basis.windows().minute()) {
            return false;
        }
        if (windowCeiling != null && meterClass != null && current.windows().currentOf(meterClass) > windowCeiling) {
            return false;
        }
        if (last != null) {
            return callHolds(current, last);
        }
        return !closes() || closingHolds(current);
    }

    private boolean closingHolds(Account current) {
        return current.ledger().period().equals(basis.ledger().period())
                && (!renewsGrant
                        || current.grant().period().equals(basis.grant().period()));
    }

    private boolean callHolds(Account current, LastCall call) {
        if (!current.ledger().period().equals(basis.ledger().period())
                || call.usageId().equals(LastCall.usageIdOf(current.last()))) {
            return false;
        }
        if ((charges() || renewsGrant)
                && !current.grant().period().equals(basis.grant().period())) {
            return false;
        }
        return !charges() || (current.factsVersion() == basis.factsVersion() && moneyHolds(current, call));
    }

    private boolean moneyHolds(Account current, LastCall call) {
        var left = renewsGrant
                ? current.grant().total() > 0
                : current.grant().unitsUsed() < current.grant().total();
        if (left != (call.funding() == Funding.GRANT)) {
            return false;
        }
        return (accruedCeiling == null || current.ledger().accrual().microDollars() <= accruedCeiling)
                && (aiCeiling == null || current.ledger().aiUnitsUsed() <= aiCeiling);
    }

    /** The account after the write. */
    public Account apply(Account current) {
        var windows = minutesRolled() == 0
                ? current.windows()
                : new Windows(
                        minute,
                        java.util.Map.of(),
                        minutesRolled() == 1 ? current.windows().current() : java.util.Map.of());
        return new Account(
                current.orgId(),
                current.live(),
                current.factsVersion(),
                current.keysVersion(),
                grantAfter(current.grant()),
                current.standing(),
                countersAfter(current.ledger()),
                current.caps(),
                current.approvals(),
                meterClass == null ? windows : windows.plusOne(meterClass),
                last == null ? current.last() : last);
    }

    private Account.Grant grantAfter(Account.Grant grant) {
        var units = last != null && last.funding() == Funding.GRANT ? 1 : 0;
        return renewsGrant
                ? new Account.Grant(grant.total(), units, period)
                : new Account.Grant(grant.total(), grant.unitsUsed() + units, grant.period());
    }

    private Account.Counters countersAfter(Account.Counters counters) {
        var rolled = rollsPeriod()
                ? new Account.Counters(
                        period,
                        counters.sequence(),
                        Money.ZERO,
                        0,
                        counters.period(),
                        counters.accrual(),
                        counters.sequence())
                : counters;
        return last == null
                ? rolled
                : new Account.Counters(
                        rolled.period(),
                        rolled.sequence() + 1,
                        rolled.accrual().plus(last.price()),
                        rolled.aiUnitsUsed() + last.aiUnits(),
                        rolled.previousPeriod(),
                        rolled.previousAccrual(),
                        rolled.previousSequence());
    }
}
