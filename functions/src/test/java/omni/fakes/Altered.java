package omni.fakes;

import java.util.HashMap;
import omni.account.Account;
import omni.account.LastCall;
import omni.account.Windows;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import org.jspecify.annotations.Nullable;

/** An account in which one thing has moved on meanwhile. */
public final class Altered {

    private Altered() {}

    public static Account keysVersion(Account account, long version) {
        return of(
                account,
                account.factsVersion(),
                version,
                account.grant(),
                account.ledger(),
                account.windows(),
                account.last());
    }

    public static Account factsVersion(Account account, long version) {
        return of(
                account,
                version,
                account.keysVersion(),
                account.grant(),
                account.ledger(),
                account.windows(),
                account.last());
    }

    public static Account grant(Account account, long total, long used, InvoicePeriod period) {
        return of(
                account,
                account.factsVersion(),
                account.keysVersion(),
                new Account.Grant(total, used, period),
                account.ledger(),
                account.windows(),
                account.last());
    }

    public static Account ledger(Account account, InvoicePeriod period, long accrued, long aiUsed) {
        var counters = account.ledger();
        return of(
                account,
                account.factsVersion(),
                account.keysVersion(),
                account.grant(),
                new Account.Counters(
                        period,
                        counters.sequence(),
                        new Money(accrued),
                        aiUsed,
                        counters.previousPeriod(),
                        counters.previousAccrual(),
                        counters.previousSequence()),
                account.windows(),
                account.last());
    }

    public static Account windows(Account account, Windows windows) {
        return of(
                account,
                account.factsVersion(),
                account.keysVersion(),
                account.grant(),
                account.ledger(),
                windows,
                account.last());
    }

    /** With {@code current} calls of a class in the minute at hand and {@code previous} in the one before. */
    public static Account windows(Account account, MeterClass meterClass, long current, long previous) {
        var now = new HashMap<>(account.windows().current());
        now.put(meterClass.number(), current);
        var before = new HashMap<>(account.windows().previous());
        before.put(meterClass.number(), previous);
        now.values().removeIf(count -> count == 0);
        before.values().removeIf(count -> count == 0);
        return windows(account, new Windows(account.windows().minute(), now, before));
    }

    public static Account last(Account account, @Nullable LastCall last) {
        return of(
                account,
                account.factsVersion(),
                account.keysVersion(),
                account.grant(),
                account.ledger(),
                account.windows(),
                last);
    }

    public static Account budget(Account account, BudgetCaps caps, java.util.List<Approval> approvals) {
        return new Account(
                account.orgId(),
                account.live(),
                account.factsVersion(),
                account.keysVersion(),
                account.grant(),
                account.standing(),
                account.ledger(),
                caps,
                approvals,
                account.windows(),
                account.last());
    }

    private static Account of(
            Account account,
            long facts,
            long keys,
            Account.Grant grant,
            Account.Counters counters,
            Windows windows,
            @Nullable LastCall last) {
        return new Account(
                account.orgId(),
                account.live(),
                facts,
                keys,
                grant,
                account.standing(),
                counters,
                account.caps(),
                account.approvals(),
                windows,
                last);
    }
}
