/**
 * The whole product on one machine, put together: gateway, functions, table, stream, schedules, sign-in, Stripe.
 *
 * <p>Owns: the order in which parts start and stop, the environment of the functions, the first sign-in, and the way of a command to a
 * deployment. Does not own: any part itself.
 */
@NullMarked
package omni.local.world;

import org.jspecify.annotations.NullMarked;
