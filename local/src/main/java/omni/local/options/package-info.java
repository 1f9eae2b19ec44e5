/**
 * The words of a command line, read once, with every fault of them.
 *
 * <p>Owns: the options of {@code ./omni up} and the flags that the other commands share. Does not own: what a command does.
 */
@NullMarked
package omni.local.options;

import org.jspecify.annotations.NullMarked;
