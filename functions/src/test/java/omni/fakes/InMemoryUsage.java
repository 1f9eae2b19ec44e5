package omni.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omni.account.Account;
import omni.event.AuditEvent;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.Refund;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;

/** Everything under usage ids, the roll-ups and the last uses of keys, in memory, under the store's lock. */
public final class InMemoryUsage implements Ledger, RollUps, KeyUse {

    private final InMemoryStore store;
    private final Map<String, TreeMap<Long, UsageRow>> rows = new HashMap<>();
    private final Map<String, VoidMark> voids = new HashMap<>();
    private final Map<String, ProofState> proofs = new HashMap<>();
    private final Set<UsageRow> credits = new HashSet<>();
    private final Map<RollUp.Scope, RollUp> rollUps = new HashMap<>();
    private final InMemoryEvents told = new InMemoryEvents();
    private final Map<String, Instant> lastUses = new HashMap<>();

    InMemoryUsage(InMemoryStore store) {
        this.store = store;
    }

    @Override
    public Items read(String usageId) {
        return store.locked(() -> new Items(
                List.copyOf(rowsOf(usageId).values()),
                voids.getOrDefault(usageId, null),
                proofs.get(usageId) instanceof ProofState.Proved));
    }

    private sealed interface ProofState {
        record Proved() implements ProofState {}

        record Lapsed() implements ProofState {}

        record Running(Instant until) implements ProofState {}
    }

    @Override
    public Proof prove(String usageId, Instant now) {
        return store.locked(() -> {
            var before = proofs.get(usageId);
            if (before instanceof ProofState.Lapsed) {
                return Proof.LAPSED;
            }
            proofs.put(usageId, new ProofState.Proved());
            if (!(before instanceof ProofState.Proved)) {
                store.tell(new Change.Proved(usageId));
            }
            return Proof.PROVED;
        });
    }

    @Override
    public boolean extend(String usageId, Instant until, Instant now) {
        return store.locked(() -> switch (proofs.get(usageId)) {
            case null -> running(usageId, until);
            case ProofState.Running(var already) when !already.isBefore(until) -> true;
            case ProofState.Running _ -> running(usageId, until);
            case ProofState.Proved proved -> true;
            case ProofState.Lapsed lapsed -> false;
        });
    }

    private boolean running(String usageId, Instant until) {
        proofs.put(usageId, new ProofState.Running(until));
        return true;
    }

    @Override
    public boolean lapse(String usageId, Instant now) {
        return store.locked(() -> {
            var before = proofs.get(usageId);
            if (before instanceof ProofState.Proved
                    || (before instanceof ProofState.Running(var until) && until.isAfter(now))) {
                return false;
            }
            proofs.put(usageId, new ProofState.Lapsed());
            return true;
        });
    }

    @Override
    public boolean giveUp(String usageId, Instant now) {
        return store.locked(() -> {
            if (proofs.get(usageId) instanceof ProofState.Proved) {
                return false;
            }
            proofs.put(usageId, new ProofState.Lapsed());
            return true;
        });
    }

    @Override
    public boolean proveRow(UsageRow row) {
        return store.locked(() -> {
            if (!row.equals(rowsOf(row.call().usageId()).get(row.sequence()))) {
                return false;
            }
            rowsOf(row.call().usageId()).put(row.sequence(), row.provenRow());
            var month = RollUp.Scope.of(row).getFirst();
            return write(read(month).replace(row, row.provenRow()));
        });
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        return store.locked(() -> {
            voids.put(mark.usageId(), mark);
            store.tell(new Change.Voided(mark.usageId()));
            return true;
        });
    }

    /** Puts a mark where there is none, and says which one stands. */
    VoidMark markUnlessMarked(VoidMark mark) {
        var before = voids.get(mark.usageId());
        if (before == null) {
            putVoid(mark);
        }
        return before == null ? mark : before;
    }

    @Override
    public Put putRow(UsageRow row) {
        return store.locked(() -> {
            var before = rows.computeIfAbsent(row.call().usageId(), id -> new TreeMap<>())
                    .putIfAbsent(row.sequence(), row);
            return before == null ? new Put(row, true) : new Put(before, false);
        });
    }

    @Override
    public Credit credit(UsageRow row, UsageRow after) {
        return store.locked(() -> {
            if (!row.equals(rowsOf(row.call().usageId()).get(row.sequence()))) {
                return Credit.ALREADY;
            }
            if (row.isCharged()) {
                var account = store.account(row.orgId(), true);
                var refund = Refund.of(account, row);
                if (refund.isEmpty()) {
                    return Credit.TOO_OLD;
                }
                store.replace(account, takenBack(account, refund.get()));
            }
            if (row.units() > 0) {
                credits.add(after);
            }
            rowsOf(row.call().usageId()).put(row.sequence(), after);
            for (var scope : RollUp.Scope.of(row)) {
                write(read(scope).replace(row, after));
            }
            return Credit.DONE;
        });
    }

    private Map<Long, UsageRow> rowsOf(String usageId) {
        return rows.computeIfAbsent(usageId, id -> new TreeMap<>());
    }

    private static Account takenBack(Account account, Refund refund) {
        var counters = account.ledger();
        return with(
                account,
                account.grant().unitsUsed() - refund.grantUnits(),
                new Account.Counters(
                        counters.period(),
                        counters.sequence(),
                        counters.accrual().minus(refund.current()),
                        counters.aiUnitsUsed() - refund.aiUnits(),
                        counters.previousPeriod(),
                        counters.previousAccrual().minus(refund.previous()),
                        counters.previousSequence()));
    }

    private static Account with(Account account, long grantUsed, Account.Counters counters) {
        var grant = account.grant();
        return new Account(
                account.orgId(),
                account.live(),
                account.factsVersion(),
                account.keysVersion(),
                new Account.Grant(grant.total(), grantUsed, grant.period()),
                account.standing(),
                counters,
                account.caps(),
                account.approvals(),
                account.windows(),
                account.last());
    }

    /** What roll-ups were told with. */
    public InMemoryEvents auditEvents() {
        return told;
    }

    @Override
    public RollUp read(RollUp.Scope scope) {
        return store.locked(() -> rollUps.getOrDefault(scope, RollUp.empty(scope)));
    }

    @Override
    public boolean write(RollUp next, List<AuditEvent> events) {
        return store.locked(() -> {
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
            events.forEach(told::add);
            return true;
        });
    }

    @Override
    public List<UsageRow> rows(RollUp.Scope scope) {
        return allRows().stream().filter(scope::holds).toList();
    }

    /** Every row of every account, by sequence. */
    public List<UsageRow> allRows() {
        return store.locked(() -> rows.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(UsageRow::sequence))
                .toList());
    }

    public Collection<RollUp> allRollUps() {
        return store.locked(() -> List.copyOf(rollUps.values()));
    }

    /** The rows that were given back, as they then were. */
    public List<UsageRow> credits() {
        return store.locked(() -> new ArrayList<>(credits));
    }

    @Override
    public void recordUse(String orgId, String keyId, Instant at) {
        store.locked(() -> lastUses.merge(
                orgId + "/" + keyId, at, (old, now) -> now.isBefore(old.plus(Duration.ofMinutes(1))) ? old : now));
    }

    Map<String, Instant> lastUses(String orgId) {
        var uses = new HashMap<String, Instant>();
        lastUses().forEach((key, at) -> {
            if (key.startsWith(orgId + "/")) {
                uses.put(key.substring(orgId.length() + 1), at);
            }
        });
        return uses;
    }

    public void put(RollUp rollUp) {
        store.locked(() -> rollUps.put(rollUp.scope(), rollUp));
    }

    public Map<String, Instant> lastUses() {
        return store.locked(() -> Map.copyOf(lastUses));
    }
}
