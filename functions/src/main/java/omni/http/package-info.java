/**
 * The shell around every endpoint: decode the gateway's event, know the caller, check in the contract's order, count,
 * answer, log (contract 2, 4, 8, 9, 10).
 *
 * <p>Owns: {@link omni.http.Operation} (what a route is), {@link omni.http.Shell} (the order of checks and the answer),
 * problems, headers, idempotency. Does not own: what any endpoint does, decisions about money (omni.metering).
 *
 * <p>Invariants: the first failing step answers; no exception's message reaches a caller; no secret reaches a log.
 */
@NullMarked
package omni.http;

import org.jspecify.annotations.NullMarked;
