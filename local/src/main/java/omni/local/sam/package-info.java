/**
 * Lets functions that {@code sam local} runs in containers work on a running local world.
 *
 * <p>Owns: the environment file that says to a function where table, Stripe and sign-in are ({@code
 * .omni/sam-env.json}), the way from a container to them, and the organization that the files in {@code events/} speak
 * of. Does not own: the template or the events.
 *
 * <p>Invariants: nothing listens where other machines reach it; the file is readable for its owner alone, as it holds the
 * local world's secrets.
 */
@NullMarked
package omni.local.sam;

import org.jspecify.annotations.NullMarked;
