/** Small stand-ins for ports, proved equal to the real adapters by the contract suites, and the means to call endpoints. */
@NullMarked
package omni.fakes;

import org.jspecify.annotations.NullMarked;
