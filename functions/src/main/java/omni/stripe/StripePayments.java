package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;

/** {@link Payments} by stripe-java. Safe for use by several threads. */
public final class StripePayments implements Payments {

    private static final String ORGANISATION = "orgId";

    private final StripeClient stripe;

    /** The account of the key, at Stripe itself or at another address that speaks its API. */
    public StripePayments(String apiKey, Optional<URI> apiBase) {
        this(apiKey, apiBase, Limits.DEFAULT);
    }

    public StripePayments(String apiKey, Optional<URI> apiBase, Limits limits) {
        var builder = StripeClient.builder()
                .setApiKey(apiKey)
                .setConnectTimeout((int) limits.connect().toMillis())
                .setReadTimeout((int) limits.read().toMillis())
                .setMaxNetworkRetries(limits.retries());
        apiBase.map(StripePayments::withoutTrailingSlash).ifPresent(builder::setApiBase);
        stripe = builder.build();
    }

    /**
     * How long to wait. One repetition at most by default: with it the slowest request still ends before a function's
     * 29 seconds do.
     */
    public record Limits(Duration connect, Duration read, int retries) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10), 1);
    }

    @Override
    public PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey) {
        var params = CustomerCreateParams.builder().putMetadata(ORGANISATION, customer.orgId());
        customer.email().ifPresent(params::setEmail);
        customer.name().ifPresent(params::setName);
        return StripeAnswers.of(() -> new Done<>(stripe.v1()
                .customers()
                .create(params.build(), keyed(idempotencyKey))
                .getId()));
    }

    @Override
    public PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey) {
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SETUP)
                .setCustomer(checkout.customerId())
                .setClientReferenceId(checkout.orgId())
                .putMetadata(ORGANISATION, checkout.orgId())
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setSuccessUrl(checkout.successUrl())
                .setCancelUrl(checkout.cancelUrl())
                .build();
        return StripeAnswers.of(() -> page(stripe.v1().checkout().sessions().create(params, keyed(idempotencyKey))));
    }

    @Override
    public PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey) {
        var sessions = stripe.v1().checkout().sessions();
        PaymentOutcome<CheckoutStatus> expired =
                StripeAnswers.of(() -> new Done<>(status(sessions.expire(checkoutId, keyed(idempotencyKey)))));
        return expired instanceof Refused<CheckoutStatus>(var reason, var _) && reason == Reason.INVALID
                ? endOf(checkoutId, expired)
                : expired;
    }

    /** Stripe has no code for "not open any more", so the session itself is asked before a refusal is believed. */
    private PaymentOutcome<CheckoutStatus> endOf(String checkoutId, PaymentOutcome<CheckoutStatus> refusal) {
        PaymentOutcome<CheckoutStatus> now = StripeAnswers.of(
                () -> new Done<>(status(stripe.v1().checkout().sessions().retrieve(checkoutId))));
        return now instanceof Done<CheckoutStatus>(var status) && status == CheckoutStatus.OPEN ? refusal : now;
    }

    @Override
    public PaymentOutcome<CustomerReading> readCustomer(String customerId) {
        PaymentOutcome<Customer> customer =
                StripeAnswers.of(() -> new Done<>(stripe.v1().customers().retrieve(customerId)));
        return missingMeans(new CustomerReading.Unknown(customerId), customer.then(this::reading));
    }

    private PaymentOutcome<CustomerReading> reading(Customer customer) {
        if (Boolean.TRUE.equals(customer.getDeleted())) {
            return new Done<>(new CustomerReading.Deleted(customer.getId()));
        }
        PaymentOutcome<Boolean> cardOnFile = StripeAnswers.of(() -> new Done<>(hasCard(customer.getId())));
        // It was there a moment ago: if it is missing now, it was deleted between the two requests.
        return missingMeans(
                new CustomerReading.Deleted(customer.getId()),
                cardOnFile.then(card -> new Done<>(present(customer, card))));
    }

    private static PaymentOutcome<CustomerReading> missingMeans(
            CustomerReading meaning, PaymentOutcome<CustomerReading> outcome) {
        return outcome instanceof Refused<CustomerReading>(var reason, var _) && reason == Reason.MISSING
                ? new Done<>(meaning)
                : outcome;
    }

    private boolean hasCard(String customerId) throws StripeException {
        var firstCard = CustomerPaymentMethodListParams.builder()
                .setType(CustomerPaymentMethodListParams.Type.CARD)
                .setLimit(1L)
                .build();
        var methods = stripe.v1().customers().paymentMethods().list(customerId, firstCard);
        return !methods.getData().isEmpty();
    }

    private static CustomerReading present(Customer customer, boolean cardOnFile) {
        return new CustomerReading.Present(
                customer.getId(),
                Optional.ofNullable(customer.getMetadata()).map(metadata -> metadata.get(ORGANISATION)),
                Optional.ofNullable(customer.getEmail()),
                Optional.ofNullable(customer.getName()),
                Instant.ofEpochSecond(customer.getCreated()),
                cardOnFile,
                customer.getLivemode());
    }

    private static PaymentOutcome<CheckoutPage> page(Session session) {
        var expiresAt = Instant.ofEpochSecond(session.getExpiresAt());
        return new Done<>(
                new CheckoutPage(session.getId(), URI.create(session.getUrl()), expiresAt, session.getLivemode()));
    }

    private static CheckoutStatus status(Session session) {
        return switch (session.getStatus()) {
            case "open" -> CheckoutStatus.OPEN;
            case "complete" -> CheckoutStatus.COMPLETE;
            case "expired" -> CheckoutStatus.EXPIRED;
            default -> throw new IllegalStateException("A checkout session is " + session.getStatus());
        };
    }

    private static RequestOptions keyed(String idempotencyKey) {
        return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
    }

    private static String withoutTrailingSlash(URI base) {
        var text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
