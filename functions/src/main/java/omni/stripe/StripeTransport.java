package omni.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends what stripe-java asks, and repeats it a few times where that may help. Unlike stripe-java's own repetition it leaves a write
 * alone that was answered by a server error: Stripe keeps that answer under the write's idempotency key (architecture 6).
 */
final class StripeTransport extends HttpURLConnectionClient {

    private static final String SHOULD_RETRY = "Stripe-Should-Retry";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int FIRST_SERVER_ERROR = 500;

    private final StripePayments.Limits limits;

    StripeTransport(StripePayments.Limits limits) {
        this.limits = limits;
    }

    @Override
    public StripeResponse requestWithRetries(StripeRequest request) throws StripeException {
        for (var tries = 1; ; tries++) {
            try {
                var answer = request(request);
                if (tries > limits.retries() || !isWorthAnother(request, answer)) {
                    return answer;
                }
            } catch (ApiConnectionException e) {
                if (tries > limits.retries() || !isUnanswered(e.getCause())) {
                    throw e;
                }
            }
            pause(tries);
        }
    }

    private static boolean isUnanswered(@Nullable Throwable cause) {
        return cause instanceof ConnectException || cause instanceof SocketTimeoutException;
    }

    /** Stripe may say so itself; else where the same key is still at work, and where what was only asked for broke. */
    private static boolean isWorthAnother(StripeRequest request, StripeResponse answer) {
        boolean broke = answer.code() >= FIRST_SERVER_ERROR;
        if (broke && request.headers().firstValue(IDEMPOTENCY_KEY).isPresent()) {
            return false;
        }
        var advice = answer.headers().firstValue(SHOULD_RETRY).orElse("");
        return switch (advice) {
            case "true" -> true;
            case "false" -> false;
            default -> broke || answer.code() == HttpURLConnection.HTTP_CONFLICT;
        };
    }

    /** Half as long again each time. */
    private void pause(int tries) {
        try {
            Thread.sleep(limits.pause().multipliedBy(1 + tries).dividedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
