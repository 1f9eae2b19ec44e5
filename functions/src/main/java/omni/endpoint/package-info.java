/**
 * The routes: one file is one route is one Lambda function, and {@link omni.endpoint.Endpoints}, the list of them all.
 *
 * <p>Owns: for each operation its request and response records, and load, decide, act. Does not own: anything that two
 * operations share (the shell in omni.http, rules in the pure packages, storage behind ports).
 *
 * <p>Invariants: a class is named as its operationId; its constructor without arguments is the one that Lambda calls and
 * takes everything from its group's composition root.
 */
@NullMarked
package omni.endpoint;

import org.jspecify.annotations.NullMarked;
