/**
 * Stripe as the local world has it: the simulator (a module of its own), or an account at Stripe itself.
 *
 * <p>Owns: which of both it is, their settings, and what the product is told of them. Does not own: the simulator.
 */
@NullMarked
package omni.local.stripe;

import org.jspecify.annotations.NullMarked;
