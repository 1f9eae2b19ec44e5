package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import omni.access.Ids;
import omni.account.Accounts;
import omni.billing.EventTypes;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.StripeEvents;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.log.AlarmLine;
import omni.log.Alarms;
import omni.log.RequestLog;
import omni.stripe.StripeSignature;
import omni.stripe.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * Takes Stripe's word that something changed, and reads for itself what is so now: the facts always equal some read of
 * Stripe made after every write before it, so order, repetition and loss do not matter. {@code POST
 * /v1/billing/webhooks/stripe}, contract 12.
 */
public record ReceiveStripeEvent(
        Accounts accounts,
        Payments payments,
        StripeSignature signature,
        StripeEvents events,
        Settings settings,
        RequestLog log,
        StripeEventEffects effects)
        implements Endpoint {

    record Response(String object, String eventId, boolean duplicate, String status, String requestId) {}

    private static final int MAX_ID = 255;

    /** A signature that comes twice is none: {@link omni.http.Request#header} has no value for it. */
    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var signature = request.header("Stripe-Signature").orElse(null);
        return switch (this.signature.verify(request.body().bytes(), signature, exchange.now())) {
            case WebhookEvent.NotConfigured() -> {
                ring(Alarms.WEBHOOK_NOT_CONFIGURED.line(), exchange);
                yield Reply.Problem.of(ErrorCode.WEBHOOK_NOT_CONFIGURED, "No webhook secret is configured.")
                        .retryAfter(60);
            }
            case WebhookEvent.Invalid(var fault) -> {
                if (fault != WebhookEvent.Fault.SIGNATURE_MISSING) { // who signs nothing is not Stripe
                    ring(
                            Alarms.WEBHOOK_REFUSED
                                    .line()
                                    .with("fault", fault.name().toLowerCase(Locale.ROOT)),
                            exchange);
                }
                yield Reply.Problem.of(ErrorCode.INVALID_WEBHOOK_SIGNATURE, "The signature is not valid.");
            }
            case WebhookEvent.Verified event -> receive(event, exchange);
        };
    }

    private void ring(AlarmLine line, Exchange exchange) {
        log.line(line.with("requestId", exchange.requestId()));
    }

    private Reply receive(WebhookEvent.Verified event, Exchange exchange) {
        boolean ofMeter = EventTypes.METER_ERRORS.contains(event.type());
        boolean handled = ofMeter || EventTypes.HANDLED.contains(event.type());
        if (!handled || event.livemode() != settings.livemode() || isTooLong(event)) {
            return answer(event, "ignored", exchange);
        }
        if (events.receive(event.id(), event.type(), exchange.now()) == StripeEvents.Known.PROCESSED) {
            return answer(event, "duplicate", exchange);
        }
        if (ofMeter) {
            return alarm(event, exchange);
        }
        return switch (customer(event)) {
            case PaymentOutcome.Done<Optional<String>>(var customerId) ->
                concerning(event, customerId.orElse(null), exchange);
            case PaymentOutcome.Refused<Optional<String>>(var _, var detail) -> failure(detail, exchange);
            case PaymentOutcome.Unavailable<Optional<String>>(var detail, var _) -> failure(detail, exchange);
        };
    }

    /** No id of Stripe's is as long, and the store would take none (contract 12). */
    private static boolean isTooLong(WebhookEvent.Verified event) {
        return Stream.of(Optional.of(event.id()), event.customerId(), event.chargeId(), event.objectId())
                .flatMap(Optional::stream)
                .anyMatch(id -> id.length() > MAX_ID);
    }

    /** It names no customer: somebody has to look what usage Stripe took and did not count. */
    private Reply alarm(WebhookEvent.Verified event, Exchange exchange) {
        log.line(Alarms.STRIPE_METER_ERROR
                .line()
                .with("meterId", event.objectId().orElse(null))
                .with("type", event.type())
                .with("eventId", event.id()));
        events.markProcessed(event.id(), exchange.now());
        return answer(event, "processed", exchange);
    }

    /** A dispute names its charge only, and the charge its customer. */
    private PaymentOutcome<Optional<String>> customer(WebhookEvent.Verified event) {
        return event.chargeId()
                .map(charge -> payments.customerOfCharge(charge))
                .orElseGet(() -> new PaymentOutcome.Done<>(event.customerId()));
    }

    private Reply concerning(WebhookEvent.Verified event, @Nullable String customerId, Exchange exchange) {
        var orgId = customerId == null ? null : accounts.organizationOf(customerId);
        if (customerId == null || orgId == null) {
            events.markProcessed(event.id(), exchange.now());
            return answer(event, "ignored", exchange);
        }
        return switch (effects.of(event, orgId, customerId, exchange.now())) {
            case StripeEventEffects.Effect.Failed(var detail) -> failedUnlessProcessed(event, detail, exchange);
            case StripeEventEffects.Effect.Complete complete -> {
                events.markProcessed(event.id(), auditEvent(event, orgId, complete, exchange), exchange.now());
                yield answer(event, "processed", exchange);
            }
        };
    }

    /** A copy of the event that ran beside this one may have done it all: copies never fail each other (contract 12). */
    private Reply failedUnlessProcessed(WebhookEvent.Verified event, String detail, Exchange exchange) {
        return events.receive(event.id(), event.type(), exchange.now()) == StripeEvents.Known.PROCESSED
                ? answer(event, "duplicate", exchange)
                : failure(detail, exchange);
    }

    /** A subscription of a product that is none of ours is no fact, so its event has failed (contract 12). */
    private static AuditEvent auditEvent(
            WebhookEvent.Verified event, String orgId, StripeEventEffects.Effect.Complete complete, Exchange exchange) {
        boolean unknown =
                event.objectId().filter(complete.strangers()::contains).isPresent();
        boolean refused = complete.meteringRefused();
        var data = new LinkedHashMap<String, Object>();
        data.put("id", event.id());
        data.put("type", event.type());
        data.put("status", unknown ? "unknown_product" : refused ? "metering_refused" : "processed");
        event.objectId().ifPresent(objectId -> data.put("objectId", objectId));
        data.put("createdAt", event.created());
        return new AuditEvent(
                Ids.ofWords("evt", "stripe", event.id()),
                orgId,
                AuditEvent.BILLING,
                "billing.stripe_event.processed",
                null,
                null,
                "stripe",
                exchange.requestId(),
                data,
                exchange.now(),
                unknown || refused ? "failed" : "succeeded");
    }

    private Reply failure(String detail, Exchange exchange) {
        log(detail, exchange);
        return Reply.Problem.of(ErrorCode.WEBHOOK_PROCESSING_FAILED, "The event could not be processed; send it again.")
                .detail("retryable", true);
    }

    private void log(String detail, Exchange exchange) {
        log.fault("ReceiveStripeEvent", exchange.requestId(), new IllegalStateException(detail), exchange.now());
    }

    private static Reply answer(WebhookEvent.Verified event, String status, Exchange exchange) {
        return Reply.Answer.ok(new Response(
                "billing_webhook_result", event.id(), status.equals("duplicate"), status, exchange.requestId()));
    }
}
