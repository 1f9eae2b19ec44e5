package omni.billing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The payment provider, as far as customers, cards and subscriptions go. Every write takes the caller's idempotency key, which must
 * be made from the organization, the purpose and a stored attempt number only (architecture 6): the same key with the
 * same request answers what the first one answered.
 */
public interface Payments {

    /**
     * A customer of the organization that is there already: of those with the address that a new one would have, or, where it
     * would have none, of those made since a moment.
     */
    PaymentOutcome<Optional<String>> findCustomer(NewCustomer wanted, Instant since);

    /** Creates the organization's customer, marked with {@code metadata.orgId}; answers its id. */
    PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey);

    /**
     * Makes a card the one that the customer's invoices are charged to: attaching it is not enough. Answers the customer.
     */
    PaymentOutcome<String> chargeBy(String customerId, String cardId, String idempotencyKey);

    /**
     * Has the provider work tax out for a subscription from now on; answers its id. {@link PaymentOutcome.Reason#INVALID} where it
     * does not know where the customer is.
     */
    PaymentOutcome<String> tax(String subscriptionId, String idempotencyKey);

    /** Opens a hosted page on which the customer attaches a card; nothing is charged. */
    PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey);

    /**
     * The price of a plan for an interval, as the catalog was synced to the provider; {@link
     * PaymentOutcome.Reason#NOT_SYNCED} where it was not.
     */
    PaymentOutcome<String> priceOf(PlanKey plan, BillingInterval interval);

    /** Opens a hosted page on which the customer subscribes and pays. */
    PaymentOutcome<CheckoutPage> openSubscription(SubscriptionCheckout checkout, String idempotencyKey);

    /** The pages of {@link #openSetup} and {@link #openSubscription} that still wait for the organization's customer. */
    PaymentOutcome<List<OpenCheckout>> openCheckouts(String orgId, String customerId);

    /** Opens the hosted page on which the customer changes card and plan, and cancels. */
    PaymentOutcome<PortalPage> openPortal(PortalVisit visit, String idempotencyKey);

    /**
     * Closes an open page. Answers how the page ended: {@link CheckoutStatus#COMPLETE} if the customer was faster,
     * {@link CheckoutStatus#EXPIRED} also if it had expired before.
     */
    PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey);

    /** The customer's present facts, never from a cache. */
    PaymentOutcome<CustomerReading> readCustomer(String customerId);

    /** Whose a charge is; empty for one that no customer made, and for one that never was. */
    PaymentOutcome<Optional<String>> customerOfCharge(String chargeId);

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

    /**
     * A subscription to be paid for.
     *
     * @param priceId of {@link #priceOf}
     * @param successUrl as for {@link SetupCheckout}, and so is {@code cancelUrl}
     */
    record SubscriptionCheckout(String orgId, String customerId, String priceId, String successUrl, String cancelUrl) {}

    /** A visit of the portal. */
    record PortalVisit(String customerId, String returnUrl) {}

    /** A portal page that was opened. */
    record PortalPage(String id, URI url, boolean livemode) {}

    /** A page that was opened; when the answer is a repeated one it may have ended since. */
    record CheckoutPage(String id, URI url, Instant expiresAt, boolean livemode) {}

    /**
     * A page that waits for its customer.
     *
     * @param page empty where the provider does not say what leads there
     * @param idempotencyKey under which it was opened; empty where the provider does not say
     */
    record OpenCheckout(String id, Optional<CheckoutPage> page, Optional<String> idempotencyKey) {}

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
