@NullMarked
package omni.local.oidc;

import org.jspecify.annotations.NullMarked;
