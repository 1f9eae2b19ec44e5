@NullMarked
package omni.local.socket;

import org.jspecify.annotations.NullMarked;
