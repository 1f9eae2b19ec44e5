/**
 * Work on a chat's message, from its commit to its proof: runs of the runtime, waits for a person, and the end that charges it or gives it
 * back (contract 14.3, 14.4).
 *
 * <p>It does not decide whether a message may run at all, nor keep connections: that is done before, where frames come in. A message at
 * work belongs to one run; each write is conditional on the version that the run has read. Money follows the record: what is stored as
 * answered is proved, what is stored as failed lapses and is voided, and whatever a dead process leaves behind has no proof and is given
 * back by the deadline of {@link omni.ledger.ProofDeadline}.
 *
 * <p>Times are the given clock's: 25 s of work over all runs of a message, 300 s for a person, 60 s for a run to be taken up.
 */
@NullMarked
package omni.dialog;

import org.jspecify.annotations.NullMarked;
