/**
 * What the local world has of this machine: files, secrets, a clock that can be moved, a guard for its ports, limits of time.
 *
 * <p>Owns: everything that more than one stand-in needs. Does not own: any stand-in; it knows no other package of the local world.
 */
@NullMarked
package omni.local.machine;

import org.jspecify.annotations.NullMarked;
