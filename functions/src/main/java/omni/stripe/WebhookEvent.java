package omni.stripe;

import java.time.Instant;
import java.util.Optional;

/** What a request to the webhook turned out to be (contract 12). */
public sealed interface WebhookEvent {

    /**
     * Stripe signed it. It only says where to look: nothing in it is a fact.
     *
     * @param customerId the customer to read afresh, for every event about a customer or a thing of one; a detached
     *     payment method names the customer it was taken from
     * @param chargeId the charge that a dispute is about: it names no customer
     * @param objectId the thing itself: an invoice, a subscription; of a thin event the one that it relates to
     * @param created when it happened, by Stripe's clock; events of one second have no order
     */
    record Verified(
            String id,
            String type,
            boolean livemode,
            Optional<String> customerId,
            Optional<String> chargeId,
            Optional<String> objectId,
            Instant created)
            implements WebhookEvent {}

    /** Not Stripe's, or not now: answered 400 {@code invalid_webhook_signature}. */
    record Invalid(Fault fault) implements WebhookEvent {}

    /** There is no secret to check with, so nothing can be accepted: answered 503 {@code webhook_not_configured}. */
    record NotConfigured() implements WebhookEvent {}

    /** What is wrong with an invalid one; for logs, not for the sender. */
    enum Fault {
        /** No signature header, or one without a timestamp or a signature. */
        SIGNATURE_MISSING,
        /** No secret of ours made any of its signatures. */
        SIGNATURE_WRONG,
        /** Signed by us, but more than the tolerance away from now: perhaps replayed. */
        TIMESTAMP_STALE,
        /** Signed, but not an event. */
        BODY_UNREADABLE
    }
}
