@NullMarked
package omni.patience;

import org.jspecify.annotations.NullMarked;
