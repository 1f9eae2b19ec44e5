@NullMarked
package omni.local.gateway;

import org.jspecify.annotations.NullMarked;
