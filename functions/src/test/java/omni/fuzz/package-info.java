/**
 * Input of any shape, grown from what is well-formed: the same seed makes the same cases. A failing case names its seed, with which
 * {@code -Domni.seed=} makes it again.
 */
@NullMarked
package omni.fuzz;

import org.jspecify.annotations.NullMarked;
