package omni.endpoint;

import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.invoicing.PaymentFacts;
import omni.json.Fields;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/**
 * Opens Stripe's billing portal, where the customer changes card and plan, cancels, and pays what is open. {@code POST
 * /v1/billing/portal}, contract 11.6.
 */
public record OpenPortal(
        Accounts accounts,
        Payments payments,
        Settings settings,
        RedirectUrls urls,
        PaymentFacts facts,
        CheckoutAnswers answers,
        RefusalProblems problems)
        implements Endpoint {

    record Request(String returnUrl) {

        static Request read(Fields in, RedirectUrls urls) {
            return new Request(urls.returning(in));
        }
    }

    record Response(String object, String id, String orgId, String url, boolean livemode, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(
                fields -> Request.read(fields, urls),
                request -> LostRaces.retry(LostRaces.MOST, () -> tryOpen(request, exchange), CheckoutAnswers::busy));
    }

    /** Null after a lost race. */
    private @Nullable Reply tryOpen(Request request, Exchange exchange) {
        var record = accounts.billing(exchange.requireCaller().orgId()).nextPortal();
        var customer = record.customer();
        if (customer == null) {
            return problems.customerMissing();
        }
        // Written before Stripe hears of it: no two visits ever share a key.
        return accounts.saveBilling(record) ? open(record, customer.id(), request, exchange) : null;
    }

    private Reply open(BillingRecord record, String customerId, Request request, Exchange exchange) {
        var key = "omni:" + record.orgId() + ":portal:" + record.counts().portal();
        var opened = payments.openPortal(new Payments.PortalVisit(customerId, request.returnUrl()), key);
        if (opened instanceof Done<Payments.PortalPage>(var page)) {
            return Reply.Answer.ok(response(page, exchange));
        }
        var gone = opened instanceof Refused<Payments.PortalPage>(var reason, var _) && reason == Reason.MISSING
                ? goneIfDeleted(record.orgId(), customerId, exchange)
                : null;
        return gone == null ? answers.unavailable(opened, exchange) : gone;
    }

    /** The customer was deleted and nobody has told us: the facts learn it now. Null when it is there after all. */
    private @Nullable Reply goneIfDeleted(String orgId, String customerId, Exchange exchange) {
        facts.refresh(orgId, customerId, exchange.now());
        return accounts.billing(orgId).customer() == null ? problems.customerMissing() : null;
    }

    private Response response(Payments.PortalPage page, Exchange exchange) {
        return new Response(
                "billing_portal_session",
                page.id(),
                exchange.requireCaller().orgId(),
                page.url().toString(),
                settings.livemode(),
                exchange.requestId());
    }
}
