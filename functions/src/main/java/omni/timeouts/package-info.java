/**
 * How long this product waits for others: each limit that a call to another service has, as one value that a root is made with.
 *
 * <p>Owns the numbers, and that they fit each other. Does not own what happens when one is over: that is each client's. All of
 * them are real time, whatever a world's clock says.
 */
@NullMarked
package omni.timeouts;

import org.jspecify.annotations.NullMarked;
