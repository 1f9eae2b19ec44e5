/** Rotation, the key limit, sponsor tokens and the agents' page, through the whole product over HTTP. */
@NullMarked
package omni.local.agents;

import org.jspecify.annotations.NullMarked;
