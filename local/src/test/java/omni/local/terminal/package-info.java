@NullMarked
package omni.local.terminal;

import org.jspecify.annotations.NullMarked;
