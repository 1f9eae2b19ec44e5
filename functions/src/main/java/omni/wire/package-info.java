/**
 * How the constants of an enum are called outside of the code: the name in answers, headers and log lines, the number in stored rows.
 *
 * <p>Invariant: both are permanent.
 */
@NullMarked
package omni.wire;

import org.jspecify.annotations.NullMarked;
