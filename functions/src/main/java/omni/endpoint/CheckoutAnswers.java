package omni.endpoint;

import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.PlanKey;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.log.RequestLog;
import org.jspecify.annotations.Nullable;

/** CheckoutSession (contract 11.6), and the refusals that the operations on hosted pages share. */
public record CheckoutAnswers(Settings settings, RequestLog log, String operation) {

    /** {@code id} and {@code url} are null when nothing had to be opened. */
    record Response(
            String object,
            @Nullable String id,
            String orgId,
            String planKey,
            @Nullable String url,
            boolean livemode,
            String requestId) {}

    Reply checkout(PlanKey plan, Payments.@Nullable CheckoutPage page, Exchange exchange) {
        return Reply.Answer.ok(new Response(
                "billing_checkout_session",
                page == null ? null : page.id(),
                exchange.requireCaller().orgId(),
                plan.wire(),
                page == null ? null : page.url().toString(),
                settings.livemode(),
                exchange.requestId()));
    }

    /** 502; what Stripe said is in the log, and the hint has the word by which an operator finds the cause there. */
    Reply unavailable(PaymentOutcome<?> outcome, Exchange exchange) {
        log.fault(operation, exchange.requestId(), new IllegalStateException(reason(outcome)), exchange.now());
        var problem = Reply.Problem.of(
                        ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE, "The payment provider can't be reached right now.")
                .detail("retryable", true);
        return hint(outcome).map(problem::hint).orElse(problem);
    }

    /** Where it is not the provider's day that is bad: only whoever runs this API can mend it. */
    private static Optional<String> hint(PaymentOutcome<?> outcome) {
        return switch (outcome) {
            case PaymentOutcome.Refused<?>(var reason, var _)
            when reason == PaymentOutcome.Reason.NOT_SYNCED ->
                Optional.of("NOT_SYNCED: the operator of this API has to bring its catalog to the provider.");
            case PaymentOutcome.Unavailable<?>(var _, var silence)
            when silence == PaymentOutcome.Silence.UNREADABLE ->
                Optional.of("UNREADABLE: the provider's answer can't be read; its operator finds why in the log.");
            case PaymentOutcome<?> _ -> Optional.empty();
        };
    }

    private static String reason(PaymentOutcome<?> outcome) {
        return switch (outcome) {
            case PaymentOutcome.Refused<?>(var reason, var detail) -> "Stripe refused, " + reason + ": " + detail;
            case PaymentOutcome.Unavailable<?>(var detail, var silence) ->
                (silence == PaymentOutcome.Silence.UNREADABLE ? "UNREADABLE: " : "Stripe did not answer: ") + detail;
            case PaymentOutcome.Done<?> _ -> throw new IllegalArgumentException("what was done is no failure");
        };
    }

    static Reply busy() {
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "Another checkout is being opened; try again.")
                .retryAfter(1);
    }
}
