/** Holds the package table of the house (architecture 2) and the artifact groups: what may know what. */
@NullMarked
package omni.architecture;

import org.jspecify.annotations.NullMarked;
