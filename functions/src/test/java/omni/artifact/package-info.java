/** Looks into the built artifacts; runs after they are packaged. */
@NullMarked
package omni.artifact;

import org.jspecify.annotations.NullMarked;
