package omni.endpoint;

import omni.billing.BillingRecord;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.invoicing.PaymentFacts;
import omni.json.Fields;
import omni.lambda.StripeRoot;
import org.jspecify.annotations.Nullable;

/**
 * Opens Stripe's billing portal, where the customer changes card and plan, cancels, and pays what is open. {@code POST
 * /v1/billing/portal}, contract 11.6.
 */
public final class OpenPortal extends EndpointFunction {

    private static final int MAX_ATTEMPTS = 20;

    record Request(String returnUrl) {

        static Request read(Fields in, RedirectUrls urls) {
            return new Request(urls.returning(in));
        }
    }

    record Response(String object, String id, String orgId, String url, boolean livemode, String requestId) {}

    private final StripeRoot root;
    private final RedirectUrls urls;
    private final PaymentFacts facts;
    private final CheckoutAnswers answers;

    public OpenPortal() {
        this(StripeRoot.onLambda(Endpoints.OPEN_PORTAL.operation().secrets()));
    }

    public OpenPortal(StripeRoot root) {
        super(Endpoints.OPEN_PORTAL.operation(), root.shell());
        this.root = root;
        this.urls = new RedirectUrls(root.redirects());
        this.facts = new PaymentFacts(root.accounts(), root.payments());
        this.answers = new CheckoutAnswers(root, "OpenPortal");
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields, urls);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var orgId = exchange.known().orgId();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var record = root.accounts().billing(orgId).nextPortal();
            var customer = record.customer();
            if (customer == null) {
                return problems().customerMissing();
            }
            // Written before Stripe hears of it: no two visits ever share a key.
            if (root.accounts().saveBilling(record)) {
                return open(record, customer.id(), request, exchange);
            }
        }
        return CheckoutAnswers.busy();
    }

    private Reply open(BillingRecord record, String customerId, Request request, Exchange exchange) {
        var key = "omni:" + record.orgId() + ":portal:" + record.portalAttempt();
        var opened = root.payments().openPortal(new Payments.PortalVisit(customerId, request.returnUrl()), key);
        if (opened instanceof Done<Payments.PortalPage>(var page)) {
            return Reply.Answer.ok(response(page, exchange));
        }
        var gone = opened instanceof Refused<Payments.PortalPage>(var reason, var _) && reason == Reason.MISSING
                ? gone(record.orgId(), customerId, exchange)
                : null;
        return gone == null ? answers.unavailable(opened, exchange) : gone;
    }

    /** The customer was deleted and nobody has told us: the facts learn it now. Null when it is there after all. */
    private @Nullable Reply gone(String orgId, String customerId, Exchange exchange) {
        facts.refresh(orgId, customerId, exchange.now());
        return root.accounts().billing(orgId).customer() == null ? problems().customerMissing() : null;
    }

    private Response response(Payments.PortalPage page, Exchange exchange) {
        return new Response(
                "billing_portal_session",
                page.id(),
                exchange.known().orgId(),
                page.url().toString(),
                root.settings().livemode(),
                exchange.requestId());
    }
}
