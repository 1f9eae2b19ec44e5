package omni.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.Facts;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * One version of what is known about an organization when a call is decided: the account item. Of a test account only
 * {@code keysVersion}, sequence, windows and last call mean something.
 *
 * @param orgId the organization
 * @param live false for the test account
 * @param factsVersion rises with each write of card, subscription, delinquency, contract, restriction, dispute, budget
 * @param keysVersion rises with each revocation and rotation
 * @param grant starter grant
 * @param standing the facts of payment
 * @param ledger counters of the periods
 * @param caps budget
 * @param approvals at most four
 * @param windows rate windows
 * @param last the call just committed
 */
public record Account(
        String orgId,
        boolean live,
        long factsVersion,
        long keysVersion,
        Grant grant,
        Standing standing,
        Counters ledger,
        BudgetCaps caps,
        List<Approval> approvals,
        Windows windows,
        @Nullable LastCall last) {

    public static final int MAX_APPROVALS = 4;

    public Account {
        approvals = List.copyOf(approvals);
        if (approvals.size() > MAX_APPROVALS) {
            throw new IllegalArgumentException("an account holds at most " + MAX_APPROVALS + " approvals");
        }
    }

    /**
     * The starter grant.
     *
     * @param period the month in which {@code used} began to count; matters only with monthly renewal
     */
    public record Grant(long total, long unitsUsed, InvoicePeriod period) {

        public long unitsLeft() {
            return Math.max(0, total - unitsUsed);
        }
    }

    /** The facts of payment, without the grant. */
    public record Standing(
            boolean cardOnFile,
            @Nullable Subscription subscription,
            @Nullable Instant delinquentSince,
            boolean hadCardOrPlan,
            @Nullable Contract contract,
            boolean operatorRestriction,
            @Nullable Instant disputeLostAt) {

        public static final Standing NONE = new Standing(false, null, null, false, null, false, null);
    }

    /**
     * The counters of one account.
     *
     * @param period the current period
     * @param sequence commits so far; never restarts
     * @param accrual paid usage of the period
     * @param aiUnitsUsed AI quota used in the period
     * @param previousPeriod the period before, with its closing total and sequence; null while there was none
     */
    public record Counters(
            InvoicePeriod period,
            long sequence,
            Money accrual,
            long aiUnitsUsed,
            @Nullable InvoicePeriod previousPeriod,
            Money previousAccrual,
            long previousSequence) {

        public static Counters startingAt(Instant now) {
            return new Counters(InvoicePeriod.at(now), 0, Money.ZERO, 0, null, Money.ZERO, 0);
        }

        /** These counters as they read at {@code now}: a past period is closed. */
        public Counters rolledTo(Instant now) {
            var target = InvoicePeriod.at(now);
            return target.compareTo(period) <= 0
                    ? this
                    : new Counters(target, sequence, Money.ZERO, 0, period, accrual, sequence);
        }
    }

    /** A new organization's account. */
    public static Account open(String orgId, boolean live, long grantCalls, Instant now) {
        return new Account(
                orgId,
                live,
                1,
                1,
                new Grant(grantCalls, 0, InvoicePeriod.at(now)),
                Standing.NONE,
                Counters.startingAt(now),
                BudgetCaps.NONE,
                List.of(),
                Windows.startingAt(now),
                null);
    }

    /** The account as it reads at {@code now}: past minutes, periods and monthly grants moved on; nothing is written. */
    public Account rolledTo(Instant now, GrantRenewal renewal) {
        var rolledGrant =
                renewal == GrantRenewal.MONTHLY && InvoicePeriod.at(now).compareTo(grant.period()) > 0
                        ? new Grant(grant.total(), 0, InvoicePeriod.at(now))
                        : grant;
        return new Account(
                orgId,
                live,
                factsVersion,
                keysVersion,
                rolledGrant,
                standing,
                ledger.rolledTo(now),
                caps,
                approvals,
                windows.rolledTo(now),
                last);
    }

    /** The account after the grant has paid {@code units} more; nothing is written. */
    public Account grantSpent(long units) {
        return with(new Grant(grant.total(), grant.unitsUsed() + units, grant.period()), caps);
    }

    /** The account with other facts of payment. */
    public Account withStanding(Standing other) {
        return new Account(
                orgId, live, factsVersion, keysVersion, grant, other, ledger, caps, approvals, windows, last);
    }

    /** The account with other bounds. */
    public Account withCaps(BudgetCaps other) {
        return with(grant, other);
    }

    private Account with(Grant otherGrant, BudgetCaps otherCaps) {
        return new Account(
                orgId,
                live,
                factsVersion,
                keysVersion,
                otherGrant,
                standing,
                ledger,
                otherCaps,
                approvals,
                windows,
                last);
    }

    public Facts facts() {
        return new Facts(
                grant.unitsLeft(),
                standing.cardOnFile(),
                standing.subscription(),
                standing.delinquentSince(),
                standing.hadCardOrPlan(),
                standing.contract(),
                standing.operatorRestriction(),
                standing.disputeLostAt());
    }

    /** The hard cap as an amount; empty while none is set. */
    public Optional<Money> hardCap() {
        return Optional.ofNullable(caps.spendCapCents()).map(Money::ofCents);
    }

    /** The approval threshold with what is approved at {@code now}; empty while no threshold is set. */
    public Optional<Money> approvalLimit(Instant now) {
        return Optional.ofNullable(caps.approvalThresholdCents())
                .map(threshold -> Money.ofCents(threshold).plus(approvedAmount(now)));
    }

    public Money approvedAmount(Instant now) {
        return approvals.stream()
                .filter(approval -> approval.activeAt(now))
                .map(approval -> Money.ofCents(approval.amountCents()))
                .reduce(Money.ZERO, Money::plus);
    }
}
