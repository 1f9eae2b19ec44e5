/**
 * The server of a simulated Stripe: stateful, on loopback, speaking Stripe's published wire format, so that a client library
 * of Stripe's needs no special case.
 *
 * <p>Owns: {@link stripesimulator.StripeSimulator}, which puts the parts together, what it is started with, the HTTP server and
 * who may come in at its port, and the program that runs it alone. Does not own: what Stripe does, which is in the packages
 * below; it imports no client library of Stripe's, so that a mistake in the one is not repeated in the other.
 *
 * <p>Times are seconds of the clock given; only the pause between two attempts at a webhook, and how long one is waited for,
 * are real time.
 */
@NullMarked
package stripesimulator;

import org.jspecify.annotations.NullMarked;
