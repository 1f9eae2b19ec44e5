package omni.endpoint;

import java.time.Instant;
import java.util.Optional;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingInterval;
import omni.billing.CheckoutDecision;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.endpoint.HostedCheckout.Opening;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/**
 * Sells a plan: opens a Stripe Checkout session in subscription mode and expires the earlier open one; nothing but the
 * webhook changes the account. {@code POST /v1/billing/checkout}, contract 11.6.
 */
public record StartCheckout(
        Accounts accounts,
        Payments payments,
        String salesContactUrl,
        RedirectUrls urls,
        HostedCheckout checkout,
        CheckoutAnswers answers,
        RefusalProblems problems)
        implements Endpoint {

    private static final int MAX_WORD = 64;

    /**
     * What is asked for; read while there are no faults.
     *
     * @param plan null only with a fault
     */
    record Request(@Nullable PlanKey plan, BillingInterval interval, String successUrl, String cancelUrl) {

        static Request read(Fields in, RedirectUrls urls) {
            return new Request(plan(in), interval(in), urls.success(in), urls.cancel(in));
        }

        private static @Nullable PlanKey plan(Fields in) {
            var known = in.faults().size();
            var word = in.requiredText("planKey", 1, MAX_WORD);
            var plan = PlanKey.ofWire(word).filter(key -> key != PlanKey.SANDBOX_GRANT && key != PlanKey.PAYG);
            if (plan.isEmpty() && in.faults().size() == known) {
                in.fault("planKey", "must be personal, team or commercial");
            }
            return plan.orElse(null);
        }

        private static BillingInterval interval(Fields in) {
            var word = in.text("interval", 1, MAX_WORD);
            if (word == null) {
                return BillingInterval.YEAR;
            }
            var interval = BillingInterval.ofWire(word);
            if (interval.isEmpty()) {
                in.fault("interval", "must be month or year");
            }
            return interval.orElse(BillingInterval.YEAR);
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields, urls);
        var plan = request.plan();
        if (!fields.faults().isEmpty() || plan == null) {
            return invalid(fields, exchange);
        }
        var account = accounts.load(exchange.requireCaller().orgId());
        if (account == null) {
            return Reply.Problem.organizationGone();
        }
        return switch (decide(plan, account, exchange.now())) {
            case CheckoutDecision.SalesContact() -> salesContact();
            case CheckoutDecision.NotSubscribable() -> throw new IllegalStateException("not read: " + plan);
            case CheckoutDecision.AlreadyActive() -> problems.subscriptionActive();
            case CheckoutDecision.PaymentOverdue() -> problems.paymentOverdue();
            case CheckoutDecision.Open() -> open(plan, request, exchange);
        };
    }

    /** What our facts refuse is decided again on those of Stripe's present word: a webhook may have been lost. */
    private CheckoutDecision decide(PlanKey plan, Account account, Instant now) {
        var decision = CheckoutDecision.of(plan, account.facts(), now);
        return switch (decision) {
            case CheckoutDecision.AlreadyActive(), CheckoutDecision.PaymentOverdue() -> {
                checkout.refreshFacts(account.orgId(), now);
                var fresh = accounts.load(account.orgId());
                yield fresh == null ? decision : CheckoutDecision.of(plan, fresh.facts(), now);
            }
            case CheckoutDecision.SalesContact(), CheckoutDecision.NotSubscribable(), CheckoutDecision.Open() ->
                decision;
        };
    }

    private static Reply invalid(Fields fields, Exchange exchange) {
        var problem = Reply.Problem.validation(fields.faults());
        return PlanKey.PAYG.wire().equals(exchange.body().get("planKey"))
                ? problem.hint("Pay as you go needs a card only: POST /v1/billing/payg/activate.")
                : problem;
    }

    private Reply salesContact() {
        return Reply.Problem.of(ErrorCode.SALES_CONTACT_REQUIRED, "The commercial plan is agreed with our sales team.")
                .docs("/plans-and-pricing")
                .detail("contactUrl", salesContactUrl);
    }

    private Reply open(PlanKey plan, Request request, Exchange exchange) {
        var price = payments.priceOf(plan, request.interval());
        if (!(price instanceof PaymentOutcome.Done<String>(var priceId))) {
            return answers.unavailable(price, exchange);
        }
        var wish = new PendingCheckout(plan, priceId, request.successUrl(), request.cancelUrl());
        var email = Optional.ofNullable(exchange.requireCaller().principal().email());
        return switch (checkout.open(exchange.requireCaller().orgId(), wish, email, exchange.now())) {
            case Opening.Opened(var page) -> answers.checkout(plan, page, exchange);
            case Opening.NotNeeded() -> problems.subscriptionActive();
            case Opening.Overdue() -> problems.paymentOverdue();
            case Opening.Failed(var outcome) -> answers.unavailable(outcome, exchange);
            case Opening.Busy() -> CheckoutAnswers.busy();
        };
    }
}
