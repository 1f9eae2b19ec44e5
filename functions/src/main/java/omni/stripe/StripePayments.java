package omni.stripe;

import static omni.stripe.StripeAnswers.required;
import static omni.stripe.StripeAnswers.requiredUrl;

import com.stripe.StripeClient;
import com.stripe.model.Customer;
import com.stripe.model.checkout.Session;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.Rotating;
import omni.billing.BillingInterval;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;
import omni.billing.PlanKey;
import omni.billing.TaxTerms;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;

/** {@link Payments} by stripe-java. Safe for use by several threads. */
public final class StripePayments implements Payments {

    private static final String ORGANIZATION = CustomerReader.ORGANIZATION;

    private final StripeClient stripe;
    private final SyncedCatalog catalog;
    private final CustomerReader reader;
    private final TaxTerms tax;

    /** The account of the key, at Stripe itself or at another address that speaks its API; nothing is taxed. */
    public StripePayments(String apiKey, Optional<URI> apiBase, Limits limits) {
        this(Rotating.ofConstant(apiKey), apiBase, limits, TaxTerms.NONE);
    }

    /** The same with a key that may be rotated, and taxed as the catalog says. */
    public StripePayments(Rotating<String> apiKey, Optional<URI> apiBase, Limits limits, TaxTerms tax) {
        this.tax = tax;
        stripe = StripeClients.of(apiKey, apiBase, limits);
        catalog = new SyncedCatalog(stripe);
        reader = new CustomerReader(stripe, catalog, tax);
    }

    /**
     * How long to wait, and how often to try again.
     *
     * @param pause before the first repetition; longer before each further one
     */
    public record Limits(Duration connect, Duration read, int retries, Duration pause) {

        public static Limits of(Timeouts.Stripe timeouts) {
            return new Limits(timeouts.connect(), timeouts.read(), timeouts.retries(), timeouts.pause());
        }
    }

    @Override
    public PaymentOutcome<Optional<String>> findCustomer(NewCustomer wanted, Instant since) {
        var params = CustomerListParams.builder().setLimit(Pages.SIZE);
        wanted.email()
                .ifPresentOrElse(
                        params::setEmail,
                        () -> params.setCreated(CustomerListParams.Created.builder()
                                .setGte(since.getEpochSecond())
                                .build()));
        return StripeAnswers.of(() -> {
            var found = new ArrayList<Customer>();
            for (var customer : Pages.all(stripe.v1().customers().list(params.build()))) {
                if (isOf(wanted.orgId(), customer.getMetadata())) {
                    found.add(customer);
                }
            }
            return new Done<>(Newest.of(found, Customer::getCreated));
        });
    }

    private static boolean isOf(String orgId, @Nullable Map<String, String> metadata) {
        return metadata != null && orgId.equals(metadata.get(ORGANIZATION));
    }

    @Override
    public PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey) {
        var params = CustomerCreateParams.builder().putMetadata(ORGANIZATION, customer.orgId());
        customer.email().ifPresent(params::setEmail);
        customer.name().ifPresent(params::setName);
        return StripeAnswers.of(() ->
                id(stripe.v1().customers().create(params.build(), StripeClients.withIdempotencyKey(idempotencyKey))));
    }

    @Override
    public PaymentOutcome<String> chargeBy(String customerId, String cardId, String idempotencyKey) {
        var settings = CustomerUpdateParams.InvoiceSettings.builder()
                .setDefaultPaymentMethod(cardId)
                .build();
        var params = CustomerUpdateParams.builder().setInvoiceSettings(settings);
        return StripeAnswers.of(() -> {
            if (tax.isOn()) {
                CustomerTax.cardsAddress(stripe, customerId, cardId).ifPresent(params::setAddress);
            }
            return id(stripe.v1()
                    .customers()
                    .update(customerId, params.build(), StripeClients.withIdempotencyKey(idempotencyKey)));
        });
    }

    private static PaymentOutcome<String> id(Customer customer) {
        return new Done<>(required(customer.getId(), "id of the customer"));
    }

    @Override
    public PaymentOutcome<String> tax(String subscriptionId, String idempotencyKey) {
        return CustomerTax.begin(stripe, subscriptionId, idempotencyKey);
    }

    @Override
    public PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey) {
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SETUP)
                .setCustomer(checkout.customerId())
                .setClientReferenceId(checkout.orgId())
                .putMetadata(ORGANIZATION, checkout.orgId())
                .putMetadata(SessionReading.KEY, idempotencyKey)
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setSuccessUrl(checkout.successUrl())
                .setCancelUrl(checkout.cancelUrl());
        if (tax.isOn()) {
            CustomerTax.askAddress(params);
        }
        return StripeAnswers.of(() -> page(stripe.v1()
                .checkout()
                .sessions()
                .create(params.build(), StripeClients.withIdempotencyKey(idempotencyKey))));
    }

    @Override
    public PaymentOutcome<String> priceOf(PlanKey plan, BillingInterval interval) {
        var key = CatalogMarks.lookupKey(plan, interval);
        return StripeAnswers.of(() -> StripeAnswers.requireSynced(catalog.price(key), "price " + key));
    }

    @Override
    public PaymentOutcome<CheckoutPage> openSubscription(SubscriptionCheckout checkout, String idempotencyKey) {
        var data = SessionCreateParams.SubscriptionData.builder().putMetadata(ORGANIZATION, checkout.orgId());
        var line = SessionCreateParams.LineItem.builder()
                .setPrice(checkout.priceId())
                .setQuantity(1L);
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setCustomer(checkout.customerId())
                .setClientReferenceId(checkout.orgId())
                .putMetadata(ORGANIZATION, checkout.orgId())
                .putMetadata(SessionReading.KEY, idempotencyKey)
                .addLineItem(line.build())
                .setSubscriptionData(data.build())
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setSuccessUrl(checkout.successUrl())
                .setCancelUrl(checkout.cancelUrl());
        if (tax.isOn()) {
            CustomerTax.askAll(params);
        }
        return catalog.forgettingWhenRefused(StripeAnswers.of(() -> page(stripe.v1()
                .checkout()
                .sessions()
                .create(params.build(), StripeClients.withIdempotencyKey(idempotencyKey)))));
    }

    @Override
    public PaymentOutcome<List<OpenCheckout>> openCheckouts(String orgId, String customerId) {
        var params = SessionListParams.builder()
                .setCustomer(customerId)
                .setStatus(SessionListParams.Status.OPEN)
                .setLimit(Pages.SIZE)
                .build();
        return StripeAnswers.<List<OpenCheckout>>of(() -> {
                    var found = new ArrayList<OpenCheckout>();
                    for (var session :
                            Pages.all(stripe.v1().checkout().sessions().list(params))) {
                        if (isOf(orgId, session.getMetadata())) {
                            found.add(SessionReading.open(session));
                        }
                    }
                    return new Done<>(List.copyOf(found));
                })
                .orIfMissing(List.of());
    }

    @Override
    public PaymentOutcome<PortalPage> openPortal(PortalVisit visit, String idempotencyKey) {
        PaymentOutcome<String> configuration =
                StripeAnswers.of(() -> StripeAnswers.requireSynced(catalog.portal(), "portal configuration"));
        return catalog.forgettingWhenRefused(configuration.then(id -> portal(id, visit, idempotencyKey)));
    }

    private PaymentOutcome<PortalPage> portal(String configuration, PortalVisit visit, String idempotencyKey) {
        var params = com.stripe.param.billingportal.SessionCreateParams.builder()
                .setConfiguration(configuration)
                .setCustomer(visit.customerId())
                .setReturnUrl(visit.returnUrl())
                .build();
        return StripeAnswers.of(() -> {
            var session = stripe.v1()
                    .billingPortal()
                    .sessions()
                    .create(params, StripeClients.withIdempotencyKey(idempotencyKey));
            return new Done<>(new PortalPage(
                    required(session.getId(), "id"),
                    requiredUrl(session.getUrl(), "url"),
                    required(session.getLivemode(), "livemode")));
        });
    }

    @Override
    public PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey) {
        var sessions = stripe.v1().checkout().sessions();
        PaymentOutcome<CheckoutStatus> expired = StripeAnswers.of(() -> new Done<>(
                SessionReading.status(sessions.expire(checkoutId, StripeClients.withIdempotencyKey(idempotencyKey)))));
        return expired instanceof Refused<CheckoutStatus>(var reason, var _) && reason == Reason.INVALID
                ? endOf(checkoutId, expired)
                : expired;
    }

    /** Stripe has no code for "not open any more", so the session itself is asked before a refusal is believed. */
    private PaymentOutcome<CheckoutStatus> endOf(String checkoutId, PaymentOutcome<CheckoutStatus> refusal) {
        PaymentOutcome<CheckoutStatus> now = StripeAnswers.of(() -> new Done<>(
                SessionReading.status(stripe.v1().checkout().sessions().retrieve(checkoutId))));
        return now instanceof Done<CheckoutStatus>(var status) && status == CheckoutStatus.OPEN ? refusal : now;
    }

    @Override
    public PaymentOutcome<CustomerReading> readCustomer(String customerId) {
        return retrieve(customerId)
                .then(found -> found.map(customer -> reading(customerId, customer))
                        .orElseGet(() -> new Done<>(new CustomerReading.Unknown(customerId))));
    }

    private PaymentOutcome<Optional<Customer>> retrieve(String customerId) {
        return StripeAnswers.<Optional<Customer>>of(
                        () -> new Done<>(Optional.of(CustomerTax.retrieve(stripe, customerId, tax))))
                .orIfMissing(Optional.empty());
    }

    private PaymentOutcome<CustomerReading> reading(String customerId, Customer customer) {
        if (Boolean.TRUE.equals(customer.getDeleted())) {
            return new Done<>(new CustomerReading.Deleted(customerId));
        }
        PaymentOutcome<CustomerReading> read = StripeAnswers.of(() -> new Done<>(reader.read(customer)));
        boolean missing = read instanceof Refused<CustomerReading>(var reason, var _) && reason == Reason.MISSING;
        return missing && isGone(customerId) ? new Done<>(new CustomerReading.Deleted(customerId)) : read;
    }

    /** It was there a moment ago: what is missing is the customer itself, or something that belongs to it. */
    private boolean isGone(String customerId) {
        return retrieve(customerId) instanceof Done<Optional<Customer>>(var now)
                && now.filter(customer -> !Boolean.TRUE.equals(customer.getDeleted()))
                        .isEmpty();
    }

    @Override
    public PaymentOutcome<Optional<String>> customerOfCharge(String chargeId) {
        return StripeAnswers.<Optional<String>>of(() -> new Done<>(Optional.ofNullable(
                        stripe.v1().charges().retrieve(chargeId).getCustomer())))
                .orIfMissing(Optional.empty());
    }

    private static PaymentOutcome<CheckoutPage> page(Session session) {
        return new Done<>(SessionReading.page(session));
    }
}
