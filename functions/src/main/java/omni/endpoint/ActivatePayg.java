package omni.endpoint;

import java.util.Optional;
import omni.billing.BillingRecord;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.root.StripeRoot;
import org.jspecify.annotations.Nullable;

/**
 * Attaches a card: opens a Stripe Checkout session in setup mode, or says that a card is there already. A new session
 * expires the earlier open one; nothing but the webhook changes the account. {@code POST /v1/billing/payg/activate},
 * contract 11.6.
 */
public final class ActivatePayg extends EndpointFunction {

    private static final int MAX_ATTEMPTS = 20;

    record Request(String successUrl, String cancelUrl) {

        static Request read(Fields in, RedirectUrls urls, StripeRoot root) {
            return new Request(
                    urls.read(in, "successUrl", root.redirects().successUrl()),
                    urls.read(in, "cancelUrl", root.redirects().cancelUrl()));
        }
    }

    /** CheckoutSession; {@code id} and {@code url} are null when a card is on file already. */
    record Response(
            String object,
            @Nullable String id,
            String orgId,
            String planKey,
            @Nullable String url,
            boolean livemode,
            String requestId) {}

    private final StripeRoot root;
    private final RedirectUrls urls;

    public ActivatePayg() {
        this(StripeRoot.onLambda());
    }

    public ActivatePayg(StripeRoot root) {
        super(Endpoints.ACTIVATE_PAYG.operation(), root.shell());
        this.root = root;
        this.urls = new RedirectUrls(root.redirects());
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields, urls, root);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var orgId = exchange.known().orgId();
        var account = root.accounts().load(orgId);
        if (account == null) {
            return Reply.Problem.of(ErrorCode.ORGANIZATION_NOT_FOUND, "The organization is gone.");
        }
        if (account.standing().cardOnFile()) {
            return answer(null, exchange);
        }
        return open(orgId, request, exchange);
    }

    private Reply open(String orgId, Request request, Exchange exchange) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var record = root.accounts().billing(orgId);
            var customer = customer(record, exchange);
            if (!(customer instanceof PaymentOutcome.Done<BillingRecord.Customer>(var known))) {
                return unavailable(customer, exchange);
            }
            var begun = record.withCustomer(known).nextAttempt();
            if (root.accounts().saveBilling(begun)) {
                return open(saved(begun), known, request, exchange);
            }
        }
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "Another checkout is being opened; try again.")
                .retryAfter(1);
    }

    private static BillingRecord saved(BillingRecord begun) {
        return new BillingRecord(
                begun.orgId(), begun.version() + 1, begun.customer(), begun.checkoutAttempt(), begun.openCheckout());
    }

    private PaymentOutcome<BillingRecord.Customer> customer(BillingRecord record, Exchange exchange) {
        var customer = record.customer();
        if (customer != null) {
            return new PaymentOutcome.Done<>(customer);
        }
        var email = Optional.ofNullable(exchange.known().principal().email());
        var created = new Payments.NewCustomer(record.orgId(), email, Optional.empty());
        return root.payments()
                .createCustomer(created, "omni:" + record.orgId() + ":customer:" + record.checkoutAttempt())
                .then(id -> new PaymentOutcome.Done<>(
                        new BillingRecord.Customer(id, email.orElse(null), null, exchange.now(), exchange.now())));
    }

    private Reply open(BillingRecord record, BillingRecord.Customer customer, Request request, Exchange exchange) {
        var purpose = "omni:" + record.orgId() + ":setup:" + record.checkoutAttempt();
        var checkout =
                new Payments.SetupCheckout(record.orgId(), customer.id(), request.successUrl(), request.cancelUrl());
        var opened = root.payments().openSetup(checkout, purpose);
        if (!(opened instanceof PaymentOutcome.Done<Payments.CheckoutPage>(var page))) {
            return unavailable(opened, exchange);
        }
        var earlier = record.openCheckout();
        if (earlier != null && !earlier.equals(page.id())) {
            var expired = root.payments().expireCheckout(earlier, purpose + ":expire:" + earlier);
            if (expired instanceof PaymentOutcome.Unavailable<Payments.CheckoutStatus>) {
                return unavailable(expired, exchange);
            }
        }
        return root.accounts().saveBilling(record.withOpenCheckout(page.id()))
                ? answer(page, exchange)
                : superseded(page, purpose, exchange);
    }

    /** Another request opened a later session meanwhile: of the two only that one stays open. */
    private Reply superseded(Payments.CheckoutPage page, String purpose, Exchange exchange) {
        var expired = root.payments().expireCheckout(page.id(), purpose + ":superseded");
        return expired instanceof PaymentOutcome.Unavailable<Payments.CheckoutStatus>
                ? unavailable(expired, exchange)
                : Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "Another checkout was opened meanwhile; try again.")
                        .retryAfter(1);
    }

    private Reply answer(Payments.@Nullable CheckoutPage page, Exchange exchange) {
        return Reply.Answer.ok(new Response(
                "billing_checkout_session",
                page == null ? null : page.id(),
                exchange.known().orgId(),
                "payg",
                page == null ? null : page.url().toString(),
                root.settings().livemode(),
                exchange.requestId()));
    }

    private Reply unavailable(PaymentOutcome<?> outcome, Exchange exchange) {
        root.foundation()
                .log()
                .fault(
                        "ActivatePayg",
                        exchange.requestId(),
                        new IllegalStateException(
                                "Stripe: " + outcome.getClass().getSimpleName()),
                        exchange.now());
        return Reply.Problem.of(
                        ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE, "The payment provider can't be reached right now.")
                .detail("retryable", true);
    }
}
