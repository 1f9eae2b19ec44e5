package omni.account;

import omni.billing.OperatorRecord;
import omni.event.AuditEvent;

/** The port to what operators change of an organization (contract 11.11). */
public interface Oversight {

    /** What operators have said of it; an empty record where nothing is stored. */
    OperatorRecord record(String orgId);

    /**
     * Replaces the facts of payment, what is said of them, and writes the audit event, in one transaction on condition of
     * {@code basis}'s facts version, which it raises; false when it moved on.
     */
    boolean replace(Account basis, Account.Standing standing, OperatorRecord next, AuditEvent event);
}
