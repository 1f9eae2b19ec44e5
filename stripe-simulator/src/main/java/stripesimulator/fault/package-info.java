/**
 * What is set to go wrong between the simulator and the product that uses it.
 *
 * <p>Owns: a plan of faults, which of them is next, and the events that they hold back. Does not own: the sending of events, and
 * the answering of requests, which ask here what is to happen.
 */
@NullMarked
package stripesimulator.fault;

import org.jspecify.annotations.NullMarked;
