/** Tests of the stack. */
@NullMarked
package omni.infra;

import org.jspecify.annotations.NullMarked;
