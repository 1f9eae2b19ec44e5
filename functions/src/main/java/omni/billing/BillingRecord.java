package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What billing shows of an organisation and no decision needs.
 *
 * @param version rises with each write
 * @param customer the Stripe customer; null while there is none
 * @param checkoutAttempt number of Checkout sessions begun: part of every idempotency key towards Stripe
 * @param openCheckout the session that is open; null for none known
 */
public record BillingRecord(
        String orgId,
        long version,
        @Nullable Customer customer,
        long checkoutAttempt,
        @Nullable String openCheckout) {

    /** The Stripe customer as last read (contract 11.3). */
    public record Customer(
            String id, @Nullable String email, @Nullable String name, Instant createdAt, Instant updatedAt) {}

    public static BillingRecord empty(String orgId) {
        return new BillingRecord(orgId, 0, null, 0, null);
    }

    public BillingRecord withCustomer(@Nullable Customer known) {
        return new BillingRecord(orgId, version, known, checkoutAttempt, openCheckout);
    }

    public BillingRecord nextAttempt() {
        return new BillingRecord(orgId, version, customer, checkoutAttempt + 1, openCheckout);
    }

    public BillingRecord withOpenCheckout(@Nullable String sessionId) {
        return new BillingRecord(orgId, version, customer, checkoutAttempt, sessionId);
    }
}
