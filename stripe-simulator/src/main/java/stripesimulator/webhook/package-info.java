/**
 * Events on their way to the product, and {@code /v1/events}.
 *
 * <p>Owns: the order of what is to be sent, signatures, attempts. Does not own: the log of events itself, which is the account's.
 *
 * <p>Invariant: events go out in their order, one at a time, until accepted or given up, unless a fault says otherwise.
 */
@NullMarked
package stripesimulator.webhook;

import org.jspecify.annotations.NullMarked;
