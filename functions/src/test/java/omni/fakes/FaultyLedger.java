package omni.fakes;

import java.time.Instant;
import omni.ledger.Ledger;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;

/** A ledger that can't say whether a void is there. */
public final class FaultyLedger implements Ledger {

    /** What happens to each void. */
    public enum Fault {
        NONE,
        LOST_BEFORE,
        LOST_AFTER
    }

    private final Ledger inner;
    private final Fault fault;

    public FaultyLedger(Ledger inner, Fault fault) {
        this.inner = inner;
        this.fault = fault;
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        return switch (fault) {
            case NONE -> inner.putVoid(mark);
            case LOST_BEFORE -> false;
            case LOST_AFTER -> {
                inner.putVoid(mark);
                yield false;
            }
        };
    }

    @Override
    public Proof prove(String usageId, Instant now) {
        return inner.prove(usageId, now);
    }

    @Override
    public boolean extend(String usageId, Instant until, Instant now) {
        return inner.extend(usageId, until, now);
    }

    @Override
    public boolean lapse(String usageId, Instant now) {
        return inner.lapse(usageId, now);
    }

    @Override
    public boolean giveUp(String usageId, Instant now) {
        return inner.giveUp(usageId, now);
    }

    @Override
    public boolean proveRow(UsageRow row) {
        return inner.proveRow(row);
    }

    @Override
    public Items read(String usageId) {
        return inner.read(usageId);
    }

    @Override
    public Put putRow(UsageRow row) {
        return inner.putRow(row);
    }

    @Override
    public Credit credit(UsageRow row, UsageRow after) {
        return inner.credit(row, after);
    }
}
