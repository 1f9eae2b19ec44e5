/**
 * Tax, as Stripe Tax works it out: where a customer is, which rate that means, and what it makes of an invoice's lines.
 *
 * <p>Owns: the table of rates, {@code /v1/customers/{}/tax_ids}, what {@code expand[]=tax} shows of a customer. Does not own:
 * when an invoice is worked out, and what becomes of one that can't be.
 */
@NullMarked
package stripesimulator.tax;

import org.jspecify.annotations.NullMarked;
