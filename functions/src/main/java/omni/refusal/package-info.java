/**
 * What a caller reads who is refused: codes, texts, details and the next steps out of it (contract 3.3, 3.4, 9.2, 9.3).
 *
 * <p>Owns: the problems of the meter's refusals, of missing scopes and of a missing person. Does not own: whether a call is refused
 * (omni.meter, omni.call), how a problem is rendered (omni.http).
 *
 * <p>Invariant: a refusal tells nothing of what belongs to others.
 */
@NullMarked
package omni.refusal;

import org.jspecify.annotations.NullMarked;
