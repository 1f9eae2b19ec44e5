package omni.endpoint;

import java.util.Optional;
import omni.account.Accounts;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.endpoint.HostedCheckout.Opening;
import omni.http.Reply;
import omni.json.Fields;

/**
 * Attaches a card: opens a Stripe Checkout session in setup mode, or says that a card is there already. A new session
 * expires the earlier open one; nothing but the webhook changes the account. {@code POST /v1/billing/payg/activate},
 * contract 11.6.
 */
public record ActivatePayg(Accounts accounts, RedirectUrls urls, HostedCheckout checkout, CheckoutAnswers answers)
        implements Endpoint {

    record Request(String successUrl, String cancelUrl) {

        static Request read(Fields in, RedirectUrls urls) {
            return new Request(urls.success(in), urls.cancel(in));
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(fields -> Request.read(fields, urls), request -> {
            var account = accounts.load(exchange.requireCaller().orgId());
            if (account == null) {
                return Reply.Problem.organizationGone();
            }
            if (account.standing().cardOnFile()) {
                return answers.checkout(PlanKey.PAYG, null, exchange);
            }
            var wish = new PendingCheckout(PlanKey.PAYG, null, request.successUrl(), request.cancelUrl());
            var email = Optional.ofNullable(exchange.requireCaller().principal().email());
            return switch (checkout.open(account.orgId(), wish, email, exchange.now())) {
                case Opening.Opened(var page) -> answers.checkout(PlanKey.PAYG, page, exchange);
                case Opening.NotNeeded() -> answers.checkout(PlanKey.PAYG, null, exchange);
                case Opening.Overdue() -> throw new IllegalStateException("a card is no plan");
                case Opening.Failed(var outcome) -> answers.unavailable(outcome, exchange);
                case Opening.Busy() -> CheckoutAnswers.busy();
            };
        });
    }
}
