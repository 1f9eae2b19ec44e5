package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the keeping of an organization's metering subscription is.
 *
 * @param attempt number of writes begun: part of every idempotency key towards Stripe
 * @param pending the write that was begun and whose answer is not written down yet; null for none
 * @param subscriptionId the live one as last seen; null while none is known
 */
public record MeteringRecord(
        long attempt, @Nullable Pending pending, @Nullable String subscriptionId) {

    public static final MeteringRecord NONE = new MeteringRecord(0, null, null);

    /** A write that was begun: all that its repetition has to say to Stripe. */
    public sealed interface Pending {

        /**
         * One is begun.
         *
         * @param anchor when its first period ends
         */
        record Begin(String customerId, Instant anchor, CollectionMethod collection) implements Pending {}

        /** One is collected otherwise. */
        record Collect(String subscriptionId, CollectionMethod collection) implements Pending {}
    }

    /** The next write is begun. */
    public MeteringRecord withPending(Pending write) {
        return new MeteringRecord(attempt + 1, write, subscriptionId);
    }

    /** The write that was begun needs no repetition any more. */
    public MeteringRecord withoutPending() {
        return new MeteringRecord(attempt, null, subscriptionId);
    }

    /** One is live, and nothing is pending. */
    public MeteringRecord withLive(String liveId) {
        return new MeteringRecord(attempt, null, liveId);
    }

    /** The customer is gone, and with it all that was begun for it. */
    public MeteringRecord withoutSubscription() {
        return new MeteringRecord(attempt, null, null);
    }
}
