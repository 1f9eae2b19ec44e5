package omni.stripe;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;

/** Turns what stripe-java throws into outcomes, at the edge. */
final class StripeAnswers {

    private static final String NO_SUCH_OBJECT = "resource_missing";

    private StripeAnswers() {}

    /** A request to Stripe and the reading of its answer. */
    interface Request<T> {
        PaymentOutcome<T> send() throws StripeException;
    }

    /** An answer that lacks what nothing can be said without is one that could not be read, like one that is cut off. */
    static <T> PaymentOutcome<T> of(Request<T> request) {
        try {
            return request.send();
        } catch (StripeException e) {
            return of(e);
        } catch (RuntimeException e) {
            // What goes wrong on a later page of a list comes wrapped.
            if (e.getCause() instanceof StripeException cause) {
                return of(cause);
            }
            return new Unavailable<>("an answer that can't be read: " + e);
        }
    }

    /** What {@link CatalogSync} has to have left there. */
    static PaymentOutcome<String> synced(Optional<String> id, String what) {
        return id.<PaymentOutcome<String>>map(Done::new)
                .orElseGet(() -> new Refused<>(Reason.NOT_SYNCED, "there is no " + what + ": run ./omni stripe-sync"));
    }

    private static <T> PaymentOutcome<T> of(StripeException thrown) {
        return switch (thrown) {
            case InvalidRequestException e ->
                new Refused<>(NO_SUCH_OBJECT.equals(e.getCode()) ? Reason.MISSING : Reason.INVALID, detail(e));
            case CardException e -> new Refused<>(Reason.INVALID, detail(e));
            case IdempotencyException e -> new Refused<>(Reason.KEY_REUSED, detail(e));
            case AuthenticationException e -> new Refused<>(Reason.CREDENTIALS, detail(e));
            // No connection, no answer in time, 409 while the same key is running, 429, 5xx, an unreadable answer:
            // whatever else is thrown leaves open whether the request took effect, or asks to come back later.
            default -> new Unavailable<>(detail(thrown));
        };
    }

    /** For logs only: Stripe's own words and request id, which never hold the API key in full. */
    private static String detail(StripeException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
