package omni.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.budget.BudgetAlerts;
import omni.event.AuditEvent;
import omni.fakes.InMemoryEvents;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/** What the stream's consumer writes to, in memory; each call of it is a step at which a test may act. */
public final class StreamStore implements Ledger, RollUps, KeyUse, UsageRecorder.Alarm {

    /** The process dies at a step. */
    public static final class Crash extends RuntimeException {
        public Crash() {
            super("crash");
        }
    }

    /** What a test does at a step; {@code done} says whether its effect has taken place. */
    public interface Step {
        void at(String name, boolean done);
    }

    private final Map<String, UsageRow> rows = new LinkedHashMap<>();
    private final Map<RollUp.Scope, RollUp> rollUps = new HashMap<>();
    private final InMemoryEvents events = new InMemoryEvents();
    private final List<String> alarms = new ArrayList<>();
    private Step step = (name, done) -> {};

    public void onStep(Step next) {
        step = next;
    }

    public UsageRecorder recorder() {
        return new UsageRecorder(this, this, this, BudgetAlerts::raise, this);
    }

    public InMemoryEvents events() {
        return events;
    }

    public List<String> alarms() {
        return alarms;
    }

    @Override
    public Items read(String usageId) {
        step.at("items", false);
        return new Items(
                rows.values().stream()
                        .filter(row -> row.call().usageId().equals(usageId))
                        .toList(),
                null);
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        throw new AssertionError("nothing is voided here");
    }

    @Override
    public Put putRow(UsageRow row) {
        step.at("row", false);
        var known = rows.putIfAbsent(row.orgId() + row.sequence(), row);
        step.at("row", true);
        return new Put(known == null ? row : known, known == null);
    }

    @Override
    public Credit credit(UsageRow row, @Nullable VoidMark mark) {
        throw new AssertionError("nothing is credited here");
    }

    @Override
    public RollUp read(RollUp.Scope scope) {
        step.at("read", false);
        return rollUps.getOrDefault(scope, RollUp.empty(scope));
    }

    @Override
    public boolean write(RollUp next, List<AuditEvent> told) {
        step.at("write", false);
        var stored = rollUps.getOrDefault(next.scope(), RollUp.empty(next.scope()));
        if (stored.version() != next.version()) {
            return false;
        }
        rollUps.put(
                next.scope(),
                new RollUp(
                        next.scope(), next.version() + 1, next.appliedCommits(), next.tallies(), next.raisedLevels()));
        told.forEach(events::add);
        step.at("write", true);
        return true;
    }

    @Override
    public List<UsageRow> rows(RollUp.Scope scope) {
        return rows.values().stream().filter(scope::holds).toList();
    }

    @Override
    public void recordUse(String orgId, String keyId, java.time.Instant at) {
        step.at("used", false);
    }

    @Override
    public void commitMissing(String orgId, boolean live, long before, long sequence) {
        alarms.add("gap");
    }

    @Override
    public void creditTooOld(UsageRow row) {
        alarms.add("too old");
    }
}
