package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What billing shows of an organisation and no decision needs, and where its checkout stands.
 *
 * @param version rises with each write
 * @param customer the Stripe customer; null while there is none
 * @param subscription the subscription that counts, ended ones too; null while there never was one
 * @param checkoutAttempt number of Checkout sessions begun: part of every idempotency key towards Stripe
 * @param openCheckout the session that was answered last, unless it is known to have ended; null for none
 * @param pendingCheckout the attempt that was begun and whose session is not written down yet; null for none
 * @param portalAttempt number of portal sessions begun, as {@code checkoutAttempt}
 */
public record BillingRecord(
        String orgId,
        long version,
        @Nullable Customer customer,
        @Nullable Subscribed subscription,
        long checkoutAttempt,
        @Nullable String openCheckout,
        @Nullable PendingCheckout pendingCheckout,
        long portalAttempt) {

    /** The Stripe customer as last read (contract 11.3). */
    public record Customer(
            String id, @Nullable String email, @Nullable String name, Instant createdAt, Instant updatedAt) {}

    /** The subscription as last read, and when that was. */
    public record Subscribed(HeldSubscription held, Instant updatedAt) {}

    public static BillingRecord empty(String orgId) {
        return new BillingRecord(orgId, 0, null, null, 0, null, null, 0);
    }

    public BillingRecord withCustomer(@Nullable Customer known) {
        return new BillingRecord(
                orgId, version, known, subscription, checkoutAttempt, openCheckout, pendingCheckout, portalAttempt);
    }

    public BillingRecord withSubscription(@Nullable Subscribed known) {
        return new BillingRecord(
                orgId, version, customer, known, checkoutAttempt, openCheckout, pendingCheckout, portalAttempt);
    }

    public BillingRecord withOpenCheckout(@Nullable String sessionId) {
        return new BillingRecord(
                orgId, version, customer, subscription, checkoutAttempt, sessionId, pendingCheckout, portalAttempt);
    }

    /** The next checkout is begun: from now on its repetitions say the same to Stripe. */
    public BillingRecord begun(PendingCheckout checkout) {
        return new BillingRecord(
                orgId, version, customer, subscription, checkoutAttempt + 1, openCheckout, checkout, portalAttempt);
    }

    /** The checkout that was begun needs no repetition any more. */
    public BillingRecord settled() {
        return new BillingRecord(
                orgId, version, customer, subscription, checkoutAttempt, openCheckout, null, portalAttempt);
    }

    public BillingRecord nextPortal() {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt + 1);
    }

    /** The record as the store keeps it once it is written. */
    public BillingRecord written() {
        return new BillingRecord(
                orgId,
                version + 1,
                customer,
                subscription,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt);
    }
}
