/** The simulator's own tests: through stripe-java, plain HTTP and its own port, knowing no product. */
@NullMarked
package stripesimulator;

import org.jspecify.annotations.NullMarked;
