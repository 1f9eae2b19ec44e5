package omni.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.access.Ids;
import omni.account.Funding;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.event.AuditEvent;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import omni.ledger.RollUpEvents;
import omni.ledger.UsageRow;

/**
 * Raises an event when paid usage reaches a level of the budget: 75, 90, 95 and 100 % of the spend cap, and the soft cap, each once
 * per period (contract 6.4). A pure function over the period's roll-up, its marks and the caps; marks and events are to be written
 * together. What was charged before its work counts once its end is known, and what was given back no more.
 */
public final class BudgetAlerts {

    static final List<Integer> PERCENTS = List.of(75, 90, 95, 100);

    private BudgetAlerts() {}

    /** A {@link RollUpEvents}: moves the period's raised levels on, with an event for each that is new. */
    public static RollUpEvents.Raised raise(RollUp rollUp, List<RollUpEvents.Recorded> recorded) {
        var levels = rollUp.raisedLevels();
        var events = new ArrayList<AuditEvent>();
        for (var reached : reached(rollUp, recorded)) {
            levels = softCap(levels, reached, events);
            levels = percents(levels, reached, events);
        }
        return new RollUpEvents.Raised(rollUp.withRaisedLevels(levels), events);
    }

    /** A paid call, and what its period came to with it: of what is known to stand. */
    private record Reached(UsageRow row, BudgetCaps caps, Money amount) {

        InvoicePeriod period() {
            return InvoicePeriod.at(row.call().at());
        }
    }

    /** In the order of their commits; what was recorded behind a call is taken off the roll-up again. */
    private static List<Reached> reached(RollUp rollUp, List<RollUpEvents.Recorded> recorded) {
        var paid = new TreeMap<Long, RollUpEvents.Recorded>(Comparator.reverseOrder());
        recorded.stream()
                .filter(each -> each.row().call().funding() == Funding.PAID && concerns(rollUp.scope(), each.row()))
                .forEach(each -> paid.put(each.row().sequence(), each));
        var reached = new ArrayList<Reached>();
        var amount = paid.isEmpty() ? Money.ZERO : rollUp.provenAmount();
        for (var each : paid.values()) {
            reached.addFirst(new Reached(each.row(), each.caps(), amount));
            if (!each.row().isUnproven()) {
                amount = amount.minus(each.row().call().price());
            }
        }
        return reached;
    }

    private static boolean concerns(RollUp.Scope scope, UsageRow row) {
        return row.live()
                && scope.equals(RollUp.Scope.period(
                        row.orgId(), true, InvoicePeriod.at(row.call().at())));
    }

    private static RaisedLevels softCap(RaisedLevels levels, Reached reached, List<AuditEvent> events) {
        var softCap = reached.caps().softCapCents();
        if (softCap == null || levels.softCap() || reached.amount().compareTo(Money.ofCents(softCap)) < 0) {
            return levels;
        }
        var at = levels.next(reached.row().call().at());
        var data = Map.<String, Object>of(
                "invoicePeriod", reached.period().text(),
                "accruedUsageCents", reached.amount().centsHalfUp(),
                "softCapCents", softCap);
        events.add(event(reached, "billing.budget.soft_cap", "soft", data, at));
        return levels.withSoftCap(at);
    }

    private static RaisedLevels percents(RaisedLevels before, Reached reached, List<AuditEvent> events) {
        var cap = reached.caps().spendCapCents();
        if (cap == null || cap == 0) {
            return before;
        }
        var levels = before;
        for (var percent : PERCENTS) {
            if (percent > levels.percent() && isReached(reached.amount(), cap, percent)) {
                var at = levels.next(reached.row().call().at());
                var data = Map.<String, Object>of(
                        "percent",
                        percent,
                        "invoicePeriod",
                        reached.period().text(),
                        "accruedUsageCents",
                        reached.amount().centsHalfUp(),
                        "spendCapCents",
                        cap);
                events.add(event(reached, "billing.budget.threshold", percent.toString(), data, at));
                levels = levels.percent(percent, at);
            }
        }
        return levels;
    }

    /** Exact, in micro-dollars. */
    private static boolean isReached(Money accrued, long capCents, int percent) {
        return accrued.times(100).compareTo(Money.ofCents(capCents).times(percent)) >= 0;
    }

    private static AuditEvent event(Reached reached, String type, String level, Map<String, Object> data, Instant at) {
        return new AuditEvent(
                id(reached, level),
                reached.row().orgId(),
                AuditEvent.BILLING,
                type,
                null,
                null,
                "system",
                reached.row().call().requestId(),
                data,
                at);
    }

    /** Named by what it announces: raised again after a crash it would be the same event. */
    private static String id(Reached reached, String level) {
        return Ids.ofWords(
                "evt", "budget", reached.row().orgId(), reached.period().text(), level);
    }
}
