package omni.local.dynamodb;

import java.time.Instant;
import java.util.List;
import omni.billing.InvoicePeriod;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.Table;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.EventsContract;
import omni.ledger.RollUp;

class DynamoEventsTest extends EventsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Events events() {
        return new DynamoEvents(TABLE);
    }

    /** A roll-up's write is the way to an event that needs no account. */
    @Override
    protected void add(List<AuditEvent> events) {
        var rollUps = new DynamoRollUps(TABLE);
        var period = InvoicePeriod.at(Instant.EPOCH);
        var stored = rollUps.read(RollUp.Scope.period(events.getFirst().orgId(), true, period));
        if (!rollUps.write(stored, events)) {
            throw new AssertionError("contended");
        }
    }
}
