/**
 * The commands of {@code ./omni}: {@code up}, {@code demo}, {@code explain}, {@code reconcile}, {@code rebuild-rows}, {@code stripe-sync}.
 *
 * <p>Owns: what is printed and the exit code: 0 done, 1 found something or failed, 2 not understood. Does not own: what it is about.
 */
@NullMarked
package omni.local.command;

import org.jspecify.annotations.NullMarked;
