package omni.ledger;

import java.util.List;
import omni.account.Account;
import omni.event.AuditEvent;

/** What a batch of commits raises on a roll-up: written with the roll-up, in one transaction, so that it is raised once. */
@FunctionalInterface
public interface RollUpEvents {

    /**
     * The roll-up with its levels moved on, and the events of that.
     *
     * @param rollUp as it stands after the batch
     * @param committed accounts after their commits, in the stream's order; those of other scopes are passed over
     */
    Raised raise(RollUp rollUp, List<Account> committed);

    /** A roll-up with its raised levels, and an event for each level that is new. */
    record Raised(RollUp rollUp, List<AuditEvent> events) {

        public Raised {
            events = List.copyOf(events);
        }
    }
}
