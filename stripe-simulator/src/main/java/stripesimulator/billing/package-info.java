/**
 * Subscriptions, and the invoices and charges that come of them as time goes by.
 *
 * <p>Owns: {@code /v1/subscriptions}, {@code /v1/invoices}, {@code /v1/charges}, {@code /v1/disputes},
 * {@code /v1/refunds}, {@code /v1/credit_notes}, customers' balances, renewals, retries, changes of
 * plan, invoices for usage. Does not own: how a person comes to subscribe.
 */
@NullMarked
package stripesimulator.billing;

import org.jspecify.annotations.NullMarked;
