package omni.ledger;

import java.util.List;
import omni.event.AuditEvent;

/** The port to roll-ups. */
public interface RollUps {

    /** A roll-up, strongly consistent; an empty one of version 0 when none is stored. */
    RollUp read(RollUp.Scope scope);

    /** Writes a roll-up on condition that the stored version is still {@code next}'s; false when it is not. */
    default boolean write(RollUp next) {
        return write(next, List.of());
    }

    /** The same with the events it raises, in one transaction: all of it is written, or nothing. */
    boolean write(RollUp next, List<AuditEvent> events);

    /** All rows of a scope, to prove a roll-up by them; seconds behind. */
    List<UsageRow> rows(RollUp.Scope scope);
}
