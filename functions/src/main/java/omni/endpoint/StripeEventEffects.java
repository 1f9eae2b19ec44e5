package omni.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import omni.access.Ids;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.EventTypes;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.StripeEvents;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.PaymentFacts;
import omni.invoicing.PushMarks;
import omni.log.Alarms;
import omni.log.RequestLog;
import omni.stripe.WebhookEvent;

/**
 * What an event of a known customer leads to: the facts are read afresh and the metering subscription is seen to; the draft
 * of a usage invoice is held, and the job that closes months is told to look. Each is right at any time and however often.
 *
 * @param timeouts what begins later would not end within the function's time: it begins when the event is sent again
 */
public record StripeEventEffects(
        Accounts accounts,
        PaymentFacts facts,
        MeteringKeeper keeper,
        UsageBilling usage,
        PushMarks marks,
        StripeEvents events,
        InstantSource clock,
        RequestLog log,
        Duration timeouts) {

    /** What a line shows of a provider's word. */
    private static final int MAX_WORD = 100;

    /** How it ended. */
    sealed interface Effect {

        /**
         * All is done, but for what Stripe refuses for good.
         *
         * @param strangers subscriptions of the customer whose product is none of ours
         * @param meteringRefused whether that is the metering subscription: it is left to the sweep
         */
        record Complete(List<String> strangers, boolean meteringRefused) implements Effect {

            static Complete whole() {
                return new Complete(List.of(), false);
            }
        }

        /** Something is not; it is done when the event is sent again. */
        record Failed(String detail) implements Effect {}
    }

    Effect of(WebhookEvent.Verified event, String orgId, String customerId, Instant now) {
        if (event.type().equals(EventTypes.FINALIZATION_FAILED)) {
            log.line(Alarms.INVOICE_NOT_FINAL
                    .line()
                    .with("orgId", orgId)
                    .with("customerId", customerId)
                    .with("invoiceId", event.objectId().orElse(null)));
        }
        var effect = EventTypes.DRAFTS.contains(event.type())
                ? Effect.Complete.whole()
                : refreshFacts(orgId, customerId, now);
        return effect instanceof Effect.Complete && EventTypes.isOfInvoice(event.type())
                ? lookAtInvoice(event.objectId(), orgId, now, effect)
                : effect;
    }

    private Effect refreshFacts(String orgId, String customerId, Instant now) {
        return switch (facts.refresh(orgId, customerId, now)) {
            case PaymentFacts.Refreshed.Failed(var detail, var _) -> new Effect.Failed(detail);
            case PaymentFacts.Refreshed.NotConcerned() -> Effect.Complete.whole();
            case PaymentFacts.Refreshed.Written written -> {
                if (!(written.reading() instanceof CustomerReading.Present present)) {
                    yield metered(orgId, written, List.of(), now);
                }
                present.unknown().forEach(subscription -> alarm(orgId, subscription, now));
                yield metered(orgId, written, present.strangers(), now);
            }
        };
    }

    /** Once for each subscription and word, however often its customer is read: the record of events remembers it. */
    private void alarm(String orgId, CustomerReading.UnknownStatus subscription, Instant now) {
        var status = subscription.status();
        var mark = "unknown_status:" + Ids.ofWords("sta", subscription.subscriptionId(), status);
        if (events.receive(mark, "unknown_status", now) != StripeEvents.Known.NEW) {
            return;
        }
        log.line(Alarms.SUBSCRIPTION_STATUS_UNKNOWN
                .line()
                .with("orgId", orgId)
                .with("subscriptionId", subscription.subscriptionId())
                .with("status", status.length() > MAX_WORD ? status.substring(0, MAX_WORD) : status));
    }

    private Effect metered(String orgId, PaymentFacts.Refreshed.Written written, List<String> strangers, Instant now) {
        if (isLate(now)) {
            return new Effect.Failed("no time is left for the metering subscription");
        }
        return switch (keeper.ensure(orgId, written, now)) {
            case MeteringKeeper.Outcome.Failed(var detail) -> new Effect.Failed(detail);
            case MeteringKeeper.Outcome.Refused(var detail) -> {
                log.line(Alarms.METERING_REFUSED
                        .line()
                        .with("orgId", orgId)
                        .with("customerId", written.reading().customerId())
                        .with("detail", detail));
                yield new Effect.Complete(strangers, true);
            }
            case MeteringKeeper.Outcome.Live _, MeteringKeeper.Outcome.NotNeeded _ ->
                new Effect.Complete(strangers, false);
        };
    }

    private boolean isLate(Instant begun) {
        return clock.instant().isAfter(begun.plus(timeouts));
    }

    /** Marks the organization if the invoice is one of usage, after a draft is held. */
    private Effect lookAtInvoice(Optional<String> invoiceId, String orgId, Instant now, Effect before) {
        if (invoiceId.isEmpty()) {
            return before;
        }
        if (isLate(now)) {
            return new Effect.Failed("no time is left for the invoice");
        }
        return switch (usage.invoice(invoiceId.get()).then(found -> hold(found, orgId))) {
            case Done<Optional<UsageInvoice>>(var found) -> {
                found.ifPresent(_ -> marks.mark(orgId, now));
                yield before;
            }
            case Refused<Optional<UsageInvoice>>(var reason, var detail) ->
                new Effect.Failed("the invoice: " + reason + ", " + detail);
            case Unavailable<Optional<UsageInvoice>>(var detail, var _) -> new Effect.Failed("the invoice: " + detail);
        };
    }

    /** The organization's record with a new attempt; empty after too many lost races. */
    private Optional<BillingRecord> beginWrite(String orgId) {
        for (var lost = 0; lost < LostRaces.MOST; lost++) {
            var begun = accounts.billing(orgId).nextWrite();
            if (accounts.saveBilling(begun)) {
                return Optional.of(begun);
            }
        }
        return Optional.empty();
    }

    /** A draft is held whatever tells of it: the event of its creation may be the last to arrive. */
    private PaymentOutcome<Optional<UsageInvoice>> hold(Optional<UsageInvoice> found, String orgId) {
        var draft = found.filter(invoice -> invoice.status() == UsageInvoice.Status.DRAFT && !invoice.onHold());
        if (draft.isEmpty()) {
            return new Done<>(found);
        }
        var id = draft.get().id();
        var key = beginWrite(orgId).map(begun -> begun.writeKey("hold"));
        if (key.isEmpty()) {
            return new Unavailable<>("others change the billing of the organization all the time");
        }
        var answer = usage.hold(id, key.get());
        boolean deleted = answer instanceof Refused<UsageInvoice>(var reason, var _) && reason == Reason.MISSING;
        return deleted ? new Done<>(found) : answer.then(held -> new Done<>(Optional.of(held)));
    }
}
