package omni.billing;

import org.jspecify.annotations.Nullable;

/**
 * Where an organization's checkout stands.
 *
 * @param attempt number of Checkout sessions begun: part of every idempotency key towards Stripe
 * @param open the session that was answered last, unless it is known to have ended; null for none
 * @param pending the attempt that was begun and whose session is not written down yet; null for none
 */
public record CheckoutProgress(
        long attempt, @Nullable String open, @Nullable PendingCheckout pending) {

    public static final CheckoutProgress NONE = new CheckoutProgress(0, null, null);

    CheckoutProgress withOpen(@Nullable String sessionId) {
        return new CheckoutProgress(attempt, sessionId, pending);
    }

    CheckoutProgress withPending(PendingCheckout next) {
        return new CheckoutProgress(attempt + 1, open, next);
    }

    CheckoutProgress withoutPending() {
        return new CheckoutProgress(attempt, open, null);
    }
}
