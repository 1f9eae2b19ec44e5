package omni.fakes;

import java.time.Instant;
import java.util.List;
import omni.event.AuditEvent;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/**
 * The ports of the stream's consumer with something that happens just before one of their calls: a crash, or the work of
 * another consumer.
 */
public final class InterruptedUsage implements Ledger, RollUps, KeyUse {

    private final Ledger ledger;
    private final RollUps rollUps;
    private final KeyUse keyUse;
    private final int at;
    private final Runnable interruption;
    private int calls;

    /** @param at before which call, from 0 */
    public InterruptedUsage(Ledger ledger, RollUps rollUps, KeyUse keyUse, int at, Runnable interruption) {
        this.ledger = ledger;
        this.rollUps = rollUps;
        this.keyUse = keyUse;
        this.at = at;
        this.interruption = interruption;
    }

    /** Whether there was a call to be interrupted. */
    public boolean interrupted() {
        return calls > at;
    }

    private void step() {
        if (calls++ == at) {
            interruption.run();
        }
    }

    @Override
    public Items read(String usageId) {
        step();
        return ledger.read(usageId);
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        step();
        return ledger.putVoid(mark);
    }

    @Override
    public Put putRow(UsageRow row) {
        step();
        return ledger.putRow(row);
    }

    @Override
    public Credit credit(UsageRow row, @Nullable VoidMark mark) {
        step();
        return ledger.credit(row, mark);
    }

    @Override
    public RollUp read(RollUp.Scope scope) {
        step();
        return rollUps.read(scope);
    }

    @Override
    public boolean write(RollUp next, List<AuditEvent> events) {
        step();
        return rollUps.write(next, events);
    }

    @Override
    public List<UsageRow> rows(RollUp.Scope scope) {
        step();
        return rollUps.rows(scope);
    }

    @Override
    public void recordUse(String orgId, String keyId, Instant at) {
        step();
        keyUse.recordUse(orgId, keyId, at);
    }
}
