/** Looks into the built artefacts; runs after they are packaged. */
@NullMarked
package omni.artefact;

import org.jspecify.annotations.NullMarked;
