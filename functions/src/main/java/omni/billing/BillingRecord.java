package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What billing shows of an organisation and no decision needs, and where its dealings with Stripe stand.
 *
 * @param version rises with each write
 * @param customer the Stripe customer; null while there is none
 * @param subscription the subscription that counts, ended ones too; null while there never was one
 * @param creation how far the making of the customer is
 * @param checkoutAttempt number of Checkout sessions begun: part of every idempotency key towards Stripe
 * @param openCheckout the session that was answered last, unless it is known to have ended; null for none
 * @param pendingCheckout the attempt that was begun and whose session is not written down yet; null for none
 * @param portalAttempt number of portal sessions begun, as {@code checkoutAttempt}
 * @param metering how far the keeping of the metering subscription is
 */
public record BillingRecord(
        String orgId,
        long version,
        @Nullable Customer customer,
        @Nullable Subscribed subscription,
        CustomerCreation creation,
        long checkoutAttempt,
        @Nullable String openCheckout,
        @Nullable PendingCheckout pendingCheckout,
        long portalAttempt,
        MeteringRecord metering) {

    /** The Stripe customer as last read (contract 11.3). */
    public record Customer(
            String id, @Nullable String email, @Nullable String name, Instant createdAt, Instant updatedAt) {}

    /** The subscription as last read, and when that was. */
    public record Subscribed(HeldSubscription held, Instant updatedAt) {}

    public static BillingRecord empty(String orgId) {
        return new BillingRecord(orgId, 0, null, null, CustomerCreation.NONE, 0, null, null, 0, MeteringRecord.NONE);
    }

    public BillingRecord withCustomer(@Nullable Customer known) {
        return new BillingRecord(
                orgId,
                version,
                known,
                subscription,
                creation,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt,
                metering);
    }

    public BillingRecord withSubscription(@Nullable Subscribed known) {
        return new BillingRecord(
                orgId,
                version,
                customer,
                known,
                creation,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt,
                metering);
    }

    public BillingRecord withCreation(CustomerCreation next) {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                next,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt,
                metering);
    }

    public BillingRecord withOpenCheckout(@Nullable String sessionId) {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                creation,
                checkoutAttempt,
                sessionId,
                pendingCheckout,
                portalAttempt,
                metering);
    }

    /** The next checkout is begun: from now on its repetitions say the same to Stripe. */
    public BillingRecord begun(PendingCheckout checkout) {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                creation,
                checkoutAttempt + 1,
                openCheckout,
                checkout,
                portalAttempt,
                metering);
    }

    /** The checkout that was begun needs no repetition any more. */
    public BillingRecord settled() {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                creation,
                checkoutAttempt,
                openCheckout,
                null,
                portalAttempt,
                metering);
    }

    public BillingRecord nextPortal() {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                creation,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt + 1,
                metering);
    }

    public BillingRecord withMetering(MeteringRecord next) {
        return new BillingRecord(
                orgId,
                version,
                customer,
                subscription,
                creation,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt,
                next);
    }

    /** The record as the store keeps it once it is written. */
    public BillingRecord written() {
        return new BillingRecord(
                orgId,
                version + 1,
                customer,
                subscription,
                creation,
                checkoutAttempt,
                openCheckout,
                pendingCheckout,
                portalAttempt,
                metering);
    }
}
