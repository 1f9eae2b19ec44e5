/** What is set to go wrong. */
@NullMarked
package stripesimulator.fault;

import org.jspecify.annotations.NullMarked;
