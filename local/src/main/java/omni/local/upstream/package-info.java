/**
 * A small API to be sold, for a world that is not given one: it says back what it was asked, so that one sees what an
 * upstream gets (contract 7.1).
 *
 * <p>Owns: the sample's answers. Does not own: anything of the product; it is an upstream like any other.
 */
@NullMarked
package omni.local.upstream;

import org.jspecify.annotations.NullMarked;
