package omni.endpoint;

import java.time.Instant;
import java.util.Set;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.StripeEvents;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.metering.Account;
import omni.root.StripeRoot;
import omni.stripe.WebhookEvent;

/**
 * Takes Stripe's word that something changed, and reads for itself what is so now: the facts always equal some read of
 * Stripe made after every write before it, so order, repetition and loss do not matter. {@code POST
 * /v1/billing/webhooks/stripe}, contract 12.
 */
public final class ReceiveStripeEvent extends EndpointFunction {

    private static final int MAX_ATTEMPTS = 20;
    private static final Set<String> HANDLED = Set.of(
            "checkout.session.completed",
            "setup_intent.succeeded",
            "payment_method.attached",
            "payment_method.detached",
            "customer.updated",
            "customer.deleted");

    record Response(String object, String eventId, boolean duplicate, String status, String requestId) {}

    private final StripeRoot root;

    public ReceiveStripeEvent() {
        this(StripeRoot.onLambda());
    }

    public ReceiveStripeEvent(StripeRoot root) {
        super(Endpoints.RECEIVE_STRIPE_EVENT.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var signature = request.header("Stripe-Signature").orElse(null);
        return switch (root.signature().verify(request.body().bytes(), signature, exchange.now())) {
            case WebhookEvent.NotConfigured() ->
                Reply.Problem.of(ErrorCode.WEBHOOK_NOT_CONFIGURED, "No webhook secret is configured.")
                        .retryAfter(60);
            case WebhookEvent.Invalid(var fault) ->
                Reply.Problem.of(ErrorCode.INVALID_WEBHOOK_SIGNATURE, "The signature is not valid.");
            case WebhookEvent.Verified event -> received(event, exchange);
        };
    }

    private Reply received(WebhookEvent.Verified event, Exchange exchange) {
        if (!HANDLED.contains(event.type())
                || event.livemode() != root.settings().livemode()) {
            return answer(event, "ignored", exchange);
        }
        if (root.events().receive(event.id(), event.type(), exchange.now()) == StripeEvents.Known.PROCESSED) {
            return answer(event, "duplicate", exchange);
        }
        var customerId = event.customerId().orElse(null);
        var orgId = customerId == null ? null : root.accounts().organizationOf(customerId);
        if (customerId == null || orgId == null) {
            root.events().processed(event.id(), exchange.now());
            return answer(event, "ignored", exchange);
        }
        if (!refreshed(orgId, customerId, exchange.now())) {
            return Reply.Problem.of(
                            ErrorCode.WEBHOOK_PROCESSING_FAILED, "The event could not be processed; send it again.")
                    .detail("retryable", true);
        }
        root.events().processed(event.id(), exchange.now());
        return answer(event, "processed", exchange);
    }

    /** Version first, then Stripe, then the write on condition of the version; false when Stripe can't be read. */
    private boolean refreshed(String orgId, String customerId, Instant now) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var account = root.accounts().load(orgId);
            var record = root.accounts().billing(orgId);
            var customer = record.customer();
            if (account == null || customer == null || !customer.id().equals(customerId)) {
                return true;
            }
            if (!(root.payments().readCustomer(customerId) instanceof PaymentOutcome.Done<CustomerReading>(var read))) {
                return false;
            }
            if (root.accounts().replaceStanding(account, standing(account, read), shown(record, customer, read, now))) {
                return true;
            }
        }
        return false;
    }

    private static Account.Standing standing(Account account, CustomerReading read) {
        var card = read instanceof CustomerReading.Present present && present.cardOnFile();
        var before = account.standing();
        return new Account.Standing(
                card,
                before.subscription(),
                before.delinquentSince(),
                before.hadCardOrPlan() || card,
                before.contract(),
                before.operatorRestriction(),
                before.disputeLostAt());
    }

    private static BillingRecord shown(
            BillingRecord record, BillingRecord.Customer known, CustomerReading read, Instant now) {
        return read instanceof CustomerReading.Present present
                ? record.withCustomer(new BillingRecord.Customer(
                        known.id(), present.email().orElse(null), present.name().orElse(null), present.created(), now))
                : record.withCustomer(null); // the next checkout makes a new one
    }

    private static Reply answer(WebhookEvent.Verified event, String status, Exchange exchange) {
        return Reply.Answer.ok(new Response(
                "billing_webhook_result", event.id(), status.equals("duplicate"), status, exchange.requestId()));
    }
}
