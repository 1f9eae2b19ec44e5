@NullMarked
package omni.local;

import org.jspecify.annotations.NullMarked;
