package omni.fakes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import omni.budget.BudgetAlerts;
import omni.ledger.Ledger;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.Annulment;
import omni.meter.CommitPlan;
import omni.meter.Idempotency;
import omni.meter.Meter;
import omni.meter.VoidMark;

/** The stream of a store: remembers each commit and void in the order of their writes, and delivers what it is told to. */
public final class UsageStream {

    private final MeteredStore store;
    private final UsageRecorder recorder;
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> usageIds = new LinkedHashSet<>();
    private int delivered;

    public UsageStream(MeteredStore store) {
        this.store = store;
        this.recorder = new UsageRecorder(
                new UsageRecorder.Ports(
                        store.ledger(),
                        store.rollUps(),
                        (org, key, at) -> {},
                        store.unproven(),
                        orgId -> store.account(orgId, true).caps()),
                BudgetAlerts::raise,
                new Loud());
    }

    /** A gap, or a charge that can't be given back, is a failed test. */
    private static final class Loud implements UsageRecorder.Alarm {

        @Override
        public void commitMissing(String orgId, boolean live, long before, long sequence) {
            throw new AssertionError("a gap between " + before + " and " + sequence);
        }

        @Override
        public void creditTooOld(UsageRow row) {
            throw new AssertionError("too old: " + row);
        }
    }

    /** How much of what waits is delivered. */
    public enum Delivery {
        NOTHING,
        ALL_BUT_THE_LAST,
        ALL
    }

    public synchronized void deliver(Delivery delivery) {
        var end = switch (delivery) {
            case NOTHING -> delivered;
            case ALL_BUT_THE_LAST -> Math.max(delivered, changes.size() - 1);
            case ALL -> changes.size();
        };
        if (end > delivered) {
            recorder.record(changes.subList(delivered, end));
            delivered = end;
        }
    }

    /** Delivers everything once more from the beginning, as a stream may. */
    public synchronized void deliverAgain() {
        recorder.record(List.copyOf(changes));
    }

    /** Every row, by the usage ids in the order of their first commit. */
    public synchronized List<UsageRow> rows() {
        return usageIds.stream()
                .flatMap(id -> store.ledger().read(id).rows().stream())
                .toList();
    }

    /** Every mark, likewise. */
    public synchronized List<VoidMark> marks() {
        return usageIds.stream()
                .map(id -> store.ledger().read(id).mark())
                .filter(Objects::nonNull)
                .toList();
    }

    public Meter meter() {
        return this::write;
    }

    private synchronized Meter.Result write(CommitPlan plan) {
        var result = store.meter().write(plan);
        if (result instanceof Meter.Result.Applied(var after) && plan.last() != null) {
            UsageRow.of(after).ifPresent(row -> {
                changes.add(new Change.Committed(row.sequence() - 1, row, after));
                usageIds.add(row.call().usageId());
            });
        }
        return result;
    }

    private synchronized void recordVoid(VoidMark mark) {
        usageIds.add(mark.usageId());
        changes.add(new Change.Voided(mark.usageId()));
    }

    private synchronized void recordProof(String usageId) {
        changes.add(new Change.Proved(usageId));
    }

    public Ledger ledger() {
        return Around.port(Ledger.class, store.ledger(), call -> {
            var done = call.make();
            if (call.is("putVoid") && call.argument(0) instanceof VoidMark mark) {
                recordVoid(mark);
            }
            if (done == Ledger.Proof.PROVED && call.argument(0) instanceof String usageId) {
                recordProof(usageId);
            }
            return done;
        });
    }

    public Idempotency idempotency() {
        return Around.port(Idempotency.class, store.idempotency(), call -> {
            var result = call.make();
            if (result == Annulment.Result.MARKED && call.argument(2) instanceof VoidMark mark) {
                recordVoid(mark);
            }
            return result;
        });
    }
}
