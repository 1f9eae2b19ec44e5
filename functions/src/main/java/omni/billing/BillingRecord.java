package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What billing shows of an organization and no decision needs, and where its dealings with Stripe stand.
 *
 * @param version rises with each write
 * @param customer the Stripe customer; null while there is none
 * @param subscription the subscription that counts, ended ones too; null while there never was one
 * @param creation how far the making of the customer is
 * @param checkout where its checkout stands
 * @param counts what was begun and read so far
 * @param metering how far the keeping of the metering subscription is
 */
public record BillingRecord(
        String orgId,
        long version,
        @Nullable Customer customer,
        @Nullable Subscribed subscription,
        CustomerCreation creation,
        CheckoutProgress checkout,
        Counts counts,
        MeteringRecord metering) {

    /**
     * The Stripe customer as last read (contract 11.3).
     *
     * @param taxLocation {@link TaxStanding.Location#NOT_NEEDED} while it was not read under a catalog that is taxed
     */
    public record Customer(
            String id,
            @Nullable String email,
            @Nullable String name,
            Instant createdAt,
            Instant updatedAt,
            TaxStanding.Location taxLocation) {

        /** One of whose place nothing was read. */
        public Customer(
                String id, @Nullable String email, @Nullable String name, Instant createdAt, Instant updatedAt) {
            this(id, email, name, createdAt, updatedAt, TaxStanding.Location.NOT_NEEDED);
        }
    }

    /** The subscription as last read, and when that was. */
    public record Subscribed(HeldSubscription subscription, Instant updatedAt) {}

    /**
     * Numbers that only rise.
     *
     * @param portal portal sessions begun: part of every idempotency key, as a checkout's is
     * @param write writes begun at the provider that do no harm twice: part of each one's key, so that none is ever sent under a
     *     key that was used before
     * @param readings readings of the customer whose facts were written
     */
    public record Counts(long portal, long write, long readings) {

        public static final Counts NONE = new Counts(0, 0, 0);
    }

    public static BillingRecord empty(String orgId) {
        return new BillingRecord(
                orgId, 0, null, null, CustomerCreation.NONE, CheckoutProgress.NONE, Counts.NONE, MeteringRecord.NONE);
    }

    public long checkoutAttempt() {
        return checkout.attempt();
    }

    public @Nullable String openCheckout() {
        return checkout.open();
    }

    public @Nullable PendingCheckout pendingCheckout() {
        return checkout.pending();
    }

    public BillingRecord withCustomer(@Nullable Customer known) {
        return new BillingRecord(orgId, version, known, subscription, creation, checkout, counts, metering);
    }

    public BillingRecord withSubscription(@Nullable Subscribed known) {
        return new BillingRecord(orgId, version, customer, known, creation, checkout, counts, metering);
    }

    public BillingRecord withCreation(CustomerCreation next) {
        return new BillingRecord(orgId, version, customer, subscription, next, checkout, counts, metering);
    }

    public BillingRecord withOpenCheckout(@Nullable String sessionId) {
        return with(checkout.withOpen(sessionId));
    }

    /** The next checkout is begun: from now on its repetitions say the same to Stripe. */
    public BillingRecord withPendingCheckout(PendingCheckout next) {
        return with(checkout.withPending(next));
    }

    /** The checkout that was begun needs no repetition any more. */
    public BillingRecord withoutPendingCheckout() {
        return with(checkout.withoutPending());
    }

    private BillingRecord with(CheckoutProgress next) {
        return new BillingRecord(orgId, version, customer, subscription, creation, next, counts, metering);
    }

    private BillingRecord with(Counts next) {
        return new BillingRecord(orgId, version, customer, subscription, creation, checkout, next, metering);
    }

    public BillingRecord nextPortal() {
        return with(new Counts(counts.portal() + 1, counts.write(), counts.readings()));
    }

    /** The facts of another reading of the customer are written with it. */
    public BillingRecord nextReading() {
        return with(new Counts(counts.portal(), counts.write(), counts.readings() + 1));
    }

    /** A write is begun that does no harm twice; written before the provider hears of it. */
    public BillingRecord nextWrite() {
        return with(new Counts(counts.portal(), counts.write() + 1, counts.readings()));
    }

    /** The idempotency key of the write that {@link #nextWrite} began. */
    public String writeKey(String purpose) {
        return "omni:" + orgId + ":" + purpose + ":" + counts.write();
    }

    public BillingRecord withMetering(MeteringRecord next) {
        return new BillingRecord(orgId, version, customer, subscription, creation, checkout, counts, next);
    }

    /** The record as the store keeps it once it is written. */
    public BillingRecord nextVersion() {
        return new BillingRecord(orgId, version + 1, customer, subscription, creation, checkout, counts, metering);
    }
}
