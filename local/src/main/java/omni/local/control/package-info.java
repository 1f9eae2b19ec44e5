/**
 * The routes under {@code /_local} by which a test or a person moves the clock and breaks things on purpose.
 *
 * <p>Owns: what is read from those requests. Does not own: the clock, the simulator, who may ask (the gateway's guard).
 */
@NullMarked
package omni.local.control;

import org.jspecify.annotations.NullMarked;
