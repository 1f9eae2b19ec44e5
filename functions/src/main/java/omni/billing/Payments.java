package omni.billing;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The payment provider, as far as customers and cards go. Every write takes the caller's idempotency key, which must
 * be made from the organisation, the purpose and a stored attempt number only (architecture 6): the same key with the
 * same request answers what the first one answered.
 */
public interface Payments {

    /** Creates the organisation's customer, marked with {@code metadata.orgId}; answers its id. */
    PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey);

    /** Opens a hosted page on which the customer attaches a card; nothing is charged. */
    PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey);

    /**
     * Closes an open page. Answers how the page ended: {@link CheckoutStatus#COMPLETE} if the customer was faster,
     * {@link CheckoutStatus#EXPIRED} also if it had expired before.
     */
    PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey);

    /** The customer's present facts, never from a cache. */
    PaymentOutcome<CustomerReading> readCustomer(String customerId);

    /** Who is to be created; the provider sends its receipts to the address. */
    record NewCustomer(String orgId, Optional<String> email, Optional<String> name) {}

    /**
     * A card to be attached.
     *
     * @param successUrl where the browser goes afterwards; the provider replaces <code>{CHECKOUT_SESSION_ID}</code>
     *     in it, so it is text and not a URI
     * @param cancelUrl where the browser goes when the customer turns back
     */
    record SetupCheckout(String orgId, String customerId, String successUrl, String cancelUrl) {}

    /** A page that was opened; when the answer is a repeated one it may have ended since. */
    record CheckoutPage(String id, URI url, Instant expiresAt, boolean livemode) {}

    /** Where a checkout page stands. */
    enum CheckoutStatus {
        /** It still waits for the customer. */
        OPEN,
        /** The customer finished it. */
        COMPLETE,
        /** It ended unused. */
        EXPIRED
    }
}
