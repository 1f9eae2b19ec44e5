package omni.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.InvoicePeriod;
import org.jspecify.annotations.Nullable;

/** May this amount be approved? In the order of contract 11.5. */
public sealed interface ApprovalDecision {

    /**
     * It may.
     *
     * @param approvals what the account holds from now on: those still active and the new one
     * @param expiresAt when it ends
     */
    record Granted(List<Approval> approvals, InvoicePeriod period, Instant expiresAt) implements ApprovalDecision {

        public Granted {
            approvals = List.copyOf(approvals);
        }
    }

    /** There is no threshold that it could add to. */
    record ThresholdNotSet() implements ApprovalDecision {}

    /** Threshold and approvals would pass the hard cap; {@code maxAmountCents} would not. */
    record ExceedsHardCap(long maxAmountCents) implements ApprovalDecision {}

    /** As many are active as an account holds. */
    record LimitReached() implements ApprovalDecision {}

    /**
     * Decides.
     *
     * @param account as stored: approvals that have ended leave it with this one
     * @param now never earlier than the account's minute
     * @param expiresInSeconds null for the rest of the period
     */
    static ApprovalDecision of(Account account, long amountCents, @Nullable Long expiresInSeconds, Instant now) {
        var threshold = account.caps().approvalThresholdCents();
        if (threshold == null) {
            return new ThresholdNotSet();
        }
        var active = account.approvals().stream()
                .filter(approval -> approval.activeAt(now))
                .toList();
        var approvedCents = active.stream().mapToLong(Approval::amountCents).sum();
        var cap = account.caps().spendCapCents();
        if (cap != null && threshold + approvedCents + amountCents > cap) {
            return new ExceedsHardCap(Math.max(0, cap - threshold - approvedCents));
        }
        if (active.size() >= Account.MAX_APPROVALS) {
            return new LimitReached();
        }
        var period = InvoicePeriod.at(now);
        var expiresAt = expiresAt(period, expiresInSeconds, now);
        var counted = new ArrayList<>(active);
        counted.add(new Approval(amountCents, expiresAt));
        return new Granted(counted, period, expiresAt);
    }

    private static Instant expiresAt(InvoicePeriod period, @Nullable Long expiresInSeconds, Instant now) {
        var asked = expiresInSeconds == null ? period.end() : now.plusSeconds(expiresInSeconds);
        return asked.isBefore(period.end()) ? asked : period.end();
    }
}
