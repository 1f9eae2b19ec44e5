/**
 * The sweep for what webhooks lost: Stripe's list of events is read again, and each organization is brought to what Stripe says.
 *
 * <p>Owns the order of a sweep and the repair of one organization. Does not own the facts and the metering subscription, which
 * {@code omni.invoicing} keeps, nor how far a round of all organizations has come.
 */
@NullMarked
package omni.sweep;

import org.jspecify.annotations.NullMarked;
