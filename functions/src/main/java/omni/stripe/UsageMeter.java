package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.time.Instant;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling.UsageTotal;

/** The one meter at Stripe: totals as meter events, and what it makes of them. */
final class UsageMeter {

    /** What Stripe begins its refusal of a used identifier with; it has no code for it (seen in 2025 and 2026). */
    private static final String TAKEN_BEFORE = "An event already exists with identifier ";

    private final StripeClient stripe;
    private final SyncedCatalog catalog;

    UsageMeter(StripeClient stripe, SyncedCatalog catalog) {
        this.stripe = stripe;
        this.catalog = catalog;
    }

    PaymentOutcome<UsageTotal> report(UsageTotal total, String idempotencyKey) {
        return StripeAnswers.of(() -> send(total, idempotencyKey));
    }

    private Done<UsageTotal> send(UsageTotal total, String idempotencyKey) throws StripeException {
        var params = MeterEventCreateParams.builder()
                .setEventName(CatalogMarks.USAGE)
                .setIdentifier(total.identifier())
                .setTimestamp(total.at().getEpochSecond())
                .putPayload(CatalogMarks.METER_CUSTOMER, total.customerId())
                .putPayload(
                        CatalogMarks.METER_VALUE, Long.toString(total.total().microDollars()));
        try {
            stripe.v1()
                    .billing()
                    .meterEvents()
                    .create(params.build(), StripeClients.withIdempotencyKey(idempotencyKey));
        } catch (InvalidRequestException e) {
            // A repetition under another key: the first request did arrive.
            if (!takenBefore(e, total.identifier())) {
                throw e;
            }
        }
        return new Done<>(total);
    }

    private static boolean takenBefore(InvalidRequestException refusal, String identifier) {
        var error = refusal.getStripeError();
        var message = error == null ? null : error.getMessage();
        return message != null && message.startsWith(TAKEN_BEFORE + identifier);
    }

    PaymentOutcome<Money> reportedTotal(String customerId, Instant from, Instant to) {
        PaymentOutcome<String> meter =
                StripeAnswers.of(() -> StripeAnswers.requireSynced(catalog.meter(), "meter " + CatalogMarks.USAGE));
        var params = MeterEventSummaryListParams.builder()
                .setCustomer(customerId)
                .setStartTime(from.getEpochSecond())
                .setEndTime(to.getEpochSecond())
                .build();
        return catalog.forgettingWhenRefused(meter.then(id -> StripeAnswers.of(() -> new Done<>(summary(id, params)))));
    }

    /** Without a grouping window the whole time is one summary. */
    private Money summary(String meter, MeterEventSummaryListParams params) throws StripeException {
        var summaries = Pages.stream(
                        stripe.v1().billing().meters().eventSummaries().list(meter, params))
                .toList();
        return Newest.one(summaries, MeterEventSummary::getEndTime)
                .map(summary -> new Money(required(summary.getAggregatedValue(), "aggregated_value")
                        .longValueExact()))
                .orElse(Money.ZERO);
    }
}
