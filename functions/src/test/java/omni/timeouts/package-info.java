@NullMarked
package omni.timeouts;

import org.jspecify.annotations.NullMarked;
