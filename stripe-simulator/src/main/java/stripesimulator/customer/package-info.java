/**
 * Customers and their cards.
 *
 * <p>Owns: {@code /v1/customers}, {@code /v1/payment_methods}, {@code /v1/setup_intents}, and what a bank says of a test card.
 * Does not own: the deletion of a customer, which ends what other packages began. A card's number is never kept.
 */
@NullMarked
package stripesimulator.customer;

import org.jspecify.annotations.NullMarked;
