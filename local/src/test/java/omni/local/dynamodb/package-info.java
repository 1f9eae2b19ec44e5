@NullMarked
package omni.local.dynamodb;

import org.jspecify.annotations.NullMarked;
