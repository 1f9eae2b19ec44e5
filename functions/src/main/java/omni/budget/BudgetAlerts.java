package omni.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.access.Ids;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.Money;
import omni.event.AuditEvent;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import omni.ledger.RollUpEvents;

/**
 * Raises an event when paid usage reaches a level of the budget: 75, 90, 95 and 100 % of the spend cap, and the soft cap, each once
 * per period (contract 6.4). A pure function over the marks of the period and the accounts as paid commits left them; marks
 * and events are to be written together.
 */
public final class BudgetAlerts {

    static final List<Integer> PERCENTS = List.of(75, 90, 95, 100);

    private BudgetAlerts() {}

    /** A {@link RollUpEvents}: moves the period's raised levels on, with an event for each that is new. */
    public static RollUpEvents.Raised raise(RollUp rollUp, List<Account> committed) {
        var levels = rollUp.raisedLevels();
        var events = new ArrayList<AuditEvent>();
        for (var account : committed) {
            var last = account.last();
            if (last != null && last.funding() == Funding.PAID && concerns(rollUp.scope(), account)) {
                levels = softCap(levels, account, last, events);
                levels = percents(levels, account, last, events);
            }
        }
        return new RollUpEvents.Raised(rollUp.withRaisedLevels(levels), events);
    }

    private static boolean concerns(RollUp.Scope scope, Account account) {
        return account.live()
                && scope.equals(RollUp.Scope.period(
                        account.orgId(), true, account.ledger().period()));
    }

    private static RaisedLevels softCap(RaisedLevels levels, Account account, LastCall call, List<AuditEvent> events) {
        var softCap = account.caps().softCapCents();
        if (softCap == null || levels.softCap() || account.ledger().accrual().compareTo(Money.ofCents(softCap)) < 0) {
            return levels;
        }
        var at = levels.next(call.at());
        var data = Map.<String, Object>of(
                "invoicePeriod", account.ledger().period().text(),
                "accruedUsageCents", account.ledger().accrual().centsHalfUp(),
                "softCapCents", softCap);
        events.add(event(account, call, "billing.budget.soft_cap", "soft", data, at));
        return levels.withSoftCap(at);
    }

    private static RaisedLevels percents(RaisedLevels before, Account account, LastCall call, List<AuditEvent> events) {
        var cap = account.caps().spendCapCents();
        if (cap == null || cap == 0) {
            return before;
        }
        var levels = before;
        for (var percent : PERCENTS) {
            if (percent > levels.percent() && isReached(account.ledger().accrual(), cap, percent)) {
                var at = levels.next(call.at());
                var data = Map.<String, Object>of(
                        "percent",
                        percent,
                        "invoicePeriod",
                        account.ledger().period().text(),
                        "accruedUsageCents",
                        account.ledger().accrual().centsHalfUp(),
                        "spendCapCents",
                        cap);
                events.add(event(account, call, "billing.budget.threshold", percent.toString(), data, at));
                levels = levels.percent(percent, at);
            }
        }
        return levels;
    }

    /** Exact, in micro-dollars. */
    private static boolean isReached(Money accrued, long capCents, int percent) {
        return accrued.times(100).compareTo(Money.ofCents(capCents).times(percent)) >= 0;
    }

    private static AuditEvent event(
            Account account, LastCall call, String type, String level, Map<String, Object> data, Instant at) {
        return new AuditEvent(
                id(account, level),
                account.orgId(),
                AuditEvent.BILLING,
                type,
                null,
                null,
                "system",
                call.requestId(),
                data,
                at);
    }

    /** Named by what it announces: raised again after a crash it would be the same event. */
    private static String id(Account account, String level) {
        return Ids.ofWords(
                "evt", "budget", account.orgId(), account.ledger().period().text(), level);
    }
}
