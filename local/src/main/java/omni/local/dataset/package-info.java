/**
 * Makes the data set that the product ships with out of a folder of source files.
 *
 * <p>Owns: reading the source files and the layout of the resources; their line format is owned by
 * {@link omni.sec.bundled}. Invariant: the same input gives the same bytes.
 */
@NullMarked
package omni.local.dataset;

import org.jspecify.annotations.NullMarked;
