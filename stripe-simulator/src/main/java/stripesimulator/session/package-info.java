/**
 * What leads a person to a hosted page: {@code /v1/checkout/sessions} and {@code /v1/billing_portal}.
 *
 * <p>Owns: sessions from their beginning to their end, what a card entered in one sets off, and the deletion of a customer,
 * which ends its sessions. Does not own: what the pages look like.
 */
@NullMarked
package stripesimulator.session;

import org.jspecify.annotations.NullMarked;
