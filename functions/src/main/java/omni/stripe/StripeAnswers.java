package omni.stripe;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import java.util.Arrays;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import org.jspecify.annotations.Nullable;

/** Turns what stripe-java throws into outcomes, at the edge. */
final class StripeAnswers {

    private static final String OURS = StripeAnswers.class.getPackageName() + ".";
    private static final String NO_SUCH_OBJECT = "resource_missing";

    private StripeAnswers() {}

    /** A request to Stripe and the reading of its answer. */
    interface Request<T> {
        PaymentOutcome<T> send() throws StripeException;
    }

    /** An answer without what nothing can be said without; it could not be read, like one that is cut off. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String missing) {
            super("there is no " + missing);
        }
    }

    /** A field that an answer has to have. */
    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new Unreadable(name);
        }
        return value;
    }

    /**
     * What is known to be needed is {@link #required} and named. Any other unchecked exception may be stripe-java's own, thrown
     * wherever an answer, or a later page of it, has a shape that its classes do not know; it can't be told from a fault of
     * ours by its type or place, and nothing that Stripe may send may become a fault. So it stays {@link Unavailable},
     * and says where in our code it was, for whoever has to mend it.
     */
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
            return new Unavailable<>(
                    "an answer that can't be read: " + (e instanceof Unreadable ? e.getMessage() : whence(e)));
        }
    }

    private static String whence(RuntimeException e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> e + " at " + frame)
                .orElseGet(e::toString);
    }

    /** What {@link CatalogSync} has to have left there. */
    static PaymentOutcome<String> requireSynced(Optional<String> id, String what) {
        return id.<PaymentOutcome<String>>map(Done::new)
                .orElseGet(() -> new Refused<>(Reason.NOT_SYNCED, "there is no " + what + ": run ./omni stripe-sync"));
    }

    private static <T> PaymentOutcome<T> of(StripeException thrown) {
        return switch (thrown) {
            case InvalidRequestException e -> new Refused<>(isMissing(e) ? Reason.MISSING : Reason.INVALID, detail(e));
            case CardException e -> new Refused<>(Reason.INVALID, detail(e));
            case IdempotencyException e -> new Refused<>(Reason.KEY_REUSED, detail(e));
            case AuthenticationException e -> new Refused<>(Reason.CREDENTIALS, detail(e));
            // No connection, no answer in time, 409 while the same key is running, 429, 5xx, an unreadable answer:
            // whatever else is thrown leaves open whether the request took effect, or asks to come back later.
            default -> new Unavailable<>(detail(thrown), isServerError(thrown));
        };
    }

    /** Whether what a request names is not there. */
    static boolean isMissing(InvalidRequestException e) {
        return NO_SUCH_OBJECT.equals(e.getCode());
    }

    private static boolean isServerError(StripeException e) {
        return e.getStatusCode() != null && e.getStatusCode() >= 500;
    }

    /** For logs only: Stripe's own words and request id, which never hold the API key in full. */
    private static String detail(StripeException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
