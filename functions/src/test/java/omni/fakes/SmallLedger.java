package omni.fakes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.event.AuditEvent;
import omni.ledger.Ledger;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/** Usage rows, voids, credits and roll-ups in memory. */
final class SmallLedger implements Ledger, RollUps {

    private record RowKey(String usageId, boolean live, long sequence) {

        static RowKey of(UsageRow row) {
            return new RowKey(row.call().usageId(), row.live(), row.sequence());
        }
    }

    private final SmallWorld world;
    private final Map<RowKey, UsageRow> rows = new HashMap<>();
    private final Map<String, VoidMark> marks = new HashMap<>();
    private final Set<RowKey> credits = new HashSet<>();
    private final Map<RollUp.Scope, RollUp> rollUps = new HashMap<>();

    SmallLedger(SmallWorld world) {
        this.world = world;
    }

    @Override
    public Items read(String usageId) {
        synchronized (world) {
            return new Items(
                    rows.values().stream()
                            .filter(row -> row.call().usageId().equals(usageId))
                            .sorted(Comparator.comparingLong(UsageRow::sequence))
                            .toList(),
                    marks.get(usageId));
        }
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        synchronized (world) {
            marks.put(mark.usageId(), mark);
            return true;
        }
    }

    /** Puts a mark where there is none, and says which one stands. */
    VoidMark markUnlessMarked(VoidMark mark) {
        var before = marks.putIfAbsent(mark.usageId(), mark);
        return before == null ? mark : before;
    }

    @Override
    public Put putRow(UsageRow row) {
        synchronized (world) {
            var before = rows.putIfAbsent(RowKey.of(row), row);
            return before == null ? new Put(row, true) : new Put(before, false);
        }
    }

    @Override
    public Credit credit(UsageRow row, @Nullable VoidMark mark) {
        synchronized (world) {
            if (credits.contains(RowKey.of(row))) {
                return Credit.ALREADY;
            }
            var back = row.isCharged() ? takenBack(world.account(row.orgId(), true), row) : null;
            if (row.isCharged() && back == null) {
                return Credit.TOO_OLD;
            }
            if (back != null) {
                world.open(back);
            }
            var after = row.creditedRow(mark);
            credits.add(RowKey.of(row));
            rows.put(RowKey.of(row), after);
            RollUp.Scope.of(row).forEach(scope -> write(read(scope).replace(row, after)));
            return Credit.DONE;
        }
    }

    private static @Nullable Account takenBack(Account account, UsageRow row) {
        var period = InvoicePeriod.at(row.call().at());
        var grant = account.grant();
        if (row.funding() == Funding.GRANT) {
            return period.compareTo(grant.period()) < 0
                    ? null
                    : with(
                            account,
                            new Account.Grant(grant.total(), grant.unitsUsed() - 1, grant.period()),
                            withoutAi(account.ledger(), row, period));
        }
        var counters = withoutAi(account.ledger(), row, period);
        if (!period.equals(counters.period()) && !period.equals(counters.previousPeriod())) {
            return null;
        }
        var current = period.equals(counters.period());
        return with(
                account,
                grant,
                new Account.Counters(
                        counters.period(),
                        counters.sequence(),
                        current ? counters.accrual().minus(row.price()) : counters.accrual(),
                        counters.aiUnitsUsed(),
                        counters.previousPeriod(),
                        current
                                ? counters.previousAccrual()
                                : counters.previousAccrual().minus(row.price()),
                        counters.previousSequence()));
    }

    private static Account.Counters withoutAi(Account.Counters counters, UsageRow row, InvoicePeriod period) {
        return new Account.Counters(
                counters.period(),
                counters.sequence(),
                counters.accrual(),
                counters.aiUnitsUsed()
                        - (period.equals(counters.period()) ? row.call().aiUnits() : 0),
                counters.previousPeriod(),
                counters.previousAccrual(),
                counters.previousSequence());
    }

    private static Account with(Account account, Account.Grant grant, Account.Counters counters) {
        return new Account(
                account.orgId(),
                account.live(),
                account.factsVersion(),
                account.keysVersion(),
                grant,
                account.standing(),
                counters,
                account.caps(),
                account.approvals(),
                account.windows(),
                account.last());
    }

    @Override
    public RollUp read(RollUp.Scope scope) {
        synchronized (world) {
            return rollUps.getOrDefault(scope, RollUp.empty(scope));
        }
    }

    @Override
    public boolean write(RollUp next, List<AuditEvent> events) {
        if (!events.isEmpty()) {
            throw new AssertionError("no budget is set here");
        }
        synchronized (world) {
            if (read(next.scope()).version() != next.version()) {
                return false;
            }
            rollUps.put(
                    next.scope(),
                    new RollUp(
                            next.scope(),
                            next.version() + 1,
                            next.appliedCommits(),
                            next.tallies(),
                            next.raisedLevels()));
            return true;
        }
    }

    @Override
    public List<UsageRow> rows(RollUp.Scope scope) {
        synchronized (world) {
            return new ArrayList<>(rows.values().stream().filter(scope::holds).toList());
        }
    }
}
