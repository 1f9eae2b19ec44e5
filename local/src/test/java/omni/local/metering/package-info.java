@NullMarked
package omni.local.metering;

import org.jspecify.annotations.NullMarked;
