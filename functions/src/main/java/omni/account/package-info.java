/**
 * The account of an organization: counters, facts and windows in one record, and what follows from it (architecture 4).
 *
 * <p>Owns: {@link omni.account.Account}, the table of its fields ({@link omni.account.AccountField}), the windows of its
 * rate limits, {@link omni.account.Terms} (the catalog's limits as they apply
 * to it), the call just committed, and the announcement of a state that has changed. Does not own: whether a call may run
 * (omni.meter), prices and states (omni.billing), storage.
 *
 * <p>Invariants: counters only grow within their period; a past period reads as closed; the state is derived from facts whenever
 * it is asked for.
 */
@NullMarked
package omni.account;

import org.jspecify.annotations.NullMarked;
