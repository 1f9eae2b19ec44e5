/**
 * What a message is: request, reply, headers, errors, cross-origin rules, pages of text (contract 2, 8, 9).
 *
 * <p>Owns: reading the gateway's request, writing its reply, the codes of errors, query fields and cursors, trace ids. Does not own: the
 * steps of a call (omni.call), what any endpoint does.
 *
 * <p>Invariants: no exception's message reaches a caller; a reply is bytes by the time it leaves.
 */
@NullMarked
package omni.http;

import org.jspecify.annotations.NullMarked;
