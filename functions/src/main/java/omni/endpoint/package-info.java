/**
 * The routes: one file is one route is one Lambda function, and {@link omni.endpoint.Endpoints}, the list of them all.
 *
 * <p>Owns: for each operation its request and response records, and load, decide, act. Does not own: anything that two
 * operations share (the shell in omni.call, rules in the pure packages, storage behind ports).
 *
 * <p>Invariants: a class is named as its operationId; its one constructor takes exactly the ports and rules that it uses. Who makes
 * them is not known here (omni.lambda).
 */
@NullMarked
package omni.endpoint;

import org.jspecify.annotations.NullMarked;
