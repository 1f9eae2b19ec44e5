package omni.billing;

import org.jspecify.annotations.Nullable;

/**
 * How far the making of an organization's Stripe customer is; whoever needs one carries on with the same words.
 *
 * @param attempt number of customers begun: part of the idempotency key
 * @param pending the one that was begun and is not written down yet; null for none
 */
public record CustomerCreation(long attempt, @Nullable Words pending) {

    public static final CustomerCreation NONE = new CustomerCreation(0, null);

    /**
     * What is said of the customer to Stripe.
     *
     * @param email where receipts and invoices go; null for nowhere
     * @param name null for none
     */
    public record Words(@Nullable String email, @Nullable String name) {}

    /** The next one is begun: from now on its repetitions say the same to Stripe. */
    public CustomerCreation withPending(Words words) {
        return new CustomerCreation(attempt + 1, words);
    }

    /** The key of the one that was begun is spent: the same is said under the next. */
    public CustomerCreation nextAttempt() {
        return new CustomerCreation(attempt + 1, pending);
    }

    /** The one that was begun needs no repetition any more. */
    public CustomerCreation withoutPending() {
        return new CustomerCreation(attempt, null);
    }
}
