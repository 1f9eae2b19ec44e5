/**
 * The steps of a call, around every endpoint: know the caller, check in the contract's order, count, work, answer (contract 4,
 * 8, 10).
 *
 * <p>Owns: {@link omni.call.Operation} (what a route is), {@link omni.call.Shell} (the order of checks and the answer), the flow of free
 * calls, the flow of metered ones as a list of {@link omni.call.Step}s ({@link omni.call.MeteredFlow}), idempotency, the headers of
 * the meter. Does not own: messages (omni.http), what a refusal says (omni.refusal), decisions about money (omni.meter), what any
 * endpoint does.
 *
 * <p>Invariants: the first failing step answers; work that was refused at the commit is not answered.
 */
@NullMarked
package omni.call;

import org.jspecify.annotations.NullMarked;
