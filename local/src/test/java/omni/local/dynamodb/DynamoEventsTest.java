package omni.local.dynamodb;

import java.time.Instant;
import java.util.List;
import omni.billing.InvoicePeriod;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoRollUps;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.EventsContract;
import omni.ledger.RollUp;
import org.junit.jupiter.api.AfterAll;

class DynamoEventsTest extends EventsContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected Events events() {
        return new DynamoEvents(STORE.table());
    }

    /** A roll-up's write is the way to an event that needs no account. */
    @Override
    protected void add(List<AuditEvent> events) {
        var rollUps = new DynamoRollUps(STORE.table());
        var period = InvoicePeriod.at(Instant.EPOCH);
        var stored = rollUps.read(RollUp.Scope.period(events.getFirst().orgId(), true, period));
        if (!rollUps.write(stored, events)) {
            throw new AssertionError("contended");
        }
    }
}
