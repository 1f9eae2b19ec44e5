@NullMarked
package omni.local.sam;

import org.jspecify.annotations.NullMarked;
