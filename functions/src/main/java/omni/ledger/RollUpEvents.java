package omni.ledger;

import java.util.List;
import omni.billing.BudgetCaps;
import omni.event.AuditEvent;

/** What a batch of commits raises on a roll-up: written with the roll-up, in one transaction, so that it is raised once. */
@FunctionalInterface
public interface RollUpEvents {

    /**
     * The roll-up with its levels moved on, and the events of that.
     *
     * @param rollUp as it stands after the batch
     * @param recorded what was committed, or proved, in the stream's order; what belongs to other scopes is passed over
     */
    Raised raise(RollUp rollUp, List<Recorded> recorded);

    /**
     * A call that was recorded.
     *
     * @param row as it was committed
     * @param caps of its organization, as the commit left them, or as they were when its end was known
     */
    record Recorded(UsageRow row, BudgetCaps caps) {}

    /** A roll-up with its raised levels, and an event for each level that is new. */
    record Raised(RollUp rollUp, List<AuditEvent> events) {

        public Raised {
            events = List.copyOf(events);
        }
    }
}
