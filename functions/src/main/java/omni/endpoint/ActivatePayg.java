package omni.endpoint;

import java.util.Optional;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.endpoint.HostedCheckout.Opening;
import omni.http.Reply;
import omni.json.Fields;
import omni.lambda.StripeRoot;

/**
 * Attaches a card: opens a Stripe Checkout session in setup mode, or says that a card is there already. A new session
 * expires the earlier open one; nothing but the webhook changes the account. {@code POST /v1/billing/payg/activate},
 * contract 11.6.
 */
public final class ActivatePayg extends EndpointFunction {

    record Request(String successUrl, String cancelUrl) {

        static Request read(Fields in, RedirectUrls urls) {
            return new Request(urls.success(in), urls.cancel(in));
        }
    }

    private final StripeRoot root;
    private final RedirectUrls urls;
    private final HostedCheckout checkout;
    private final CheckoutAnswers answers;

    public ActivatePayg() {
        this(StripeRoot.onLambda(Endpoints.ACTIVATE_PAYG.operation().secrets()));
    }

    public ActivatePayg(StripeRoot root) {
        super(Endpoints.ACTIVATE_PAYG.operation(), root.shell());
        this.root = root;
        this.urls = new RedirectUrls(root.redirects());
        this.checkout = new HostedCheckout(root.accounts(), root.payments(), root.profile());
        this.answers = new CheckoutAnswers(root, "ActivatePayg");
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields, urls);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var account = root.accounts().load(exchange.known().orgId());
        if (account == null) {
            return CheckoutAnswers.gone();
        }
        if (account.standing().cardOnFile()) {
            return answers.opened(PlanKey.PAYG, null, exchange);
        }
        var wish = new PendingCheckout(PlanKey.PAYG, null, request.successUrl(), request.cancelUrl());
        var email = Optional.ofNullable(exchange.known().principal().email());
        return switch (checkout.open(account.orgId(), wish, email, exchange.now())) {
            case Opening.Opened(var page) -> answers.opened(PlanKey.PAYG, page, exchange);
            case Opening.NotNeeded() -> answers.opened(PlanKey.PAYG, null, exchange);
            case Opening.Failed(var outcome) -> answers.unavailable(outcome, exchange);
            case Opening.Busy() -> CheckoutAnswers.busy();
        };
    }
}
