/**
 * What happened, for whoever looks later: audit and billing events, and the pages in which lists are read (contract 2, 11.9).
 *
 * <p>Owns: {@link omni.event.AuditEvent}, the port that lists events, positions and pages of lists. Does not own: which act
 * raises which event, storage.
 *
 * <p>Invariants: an event is written in the transaction of the change that it names; lists go from new to old by time and id, so that
 * no page repeats or skips a row.
 */
@NullMarked
package omni.event;

import org.jspecify.annotations.NullMarked;
