package omni.stripe;

import static omni.stripe.StripeAnswers.required;
import static omni.stripe.StripeAnswers.requiredUrl;

import com.stripe.model.checkout.Session;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;
import omni.billing.Payments.CheckoutPage;
import omni.billing.Payments.CheckoutStatus;
import omni.billing.Payments.OpenCheckout;

/** What Stripe says of a checkout session. */
final class SessionReading {

    /** On a session: the idempotency key under which it was opened. */
    static final String KEY = "omniKey";

    private SessionReading() {}

    static CheckoutPage page(Session session) {
        return new CheckoutPage(
                required(session.getId(), "id"),
                requiredUrl(session.getUrl(), "url"),
                Instant.ofEpochSecond(required(session.getExpiresAt(), "expires_at")),
                required(session.getLivemode(), "livemode"));
    }

    /** One of a list: whoever finds it can end it, though nothing may lead there. */
    static OpenCheckout open(Session session) {
        var metadata = session.getMetadata();
        return new OpenCheckout(
                required(session.getId(), "id"),
                leadsSomewhere(session) ? Optional.of(page(session)) : Optional.empty(),
                Optional.ofNullable(metadata == null ? null : metadata.get(KEY)));
    }

    private static boolean leadsSomewhere(Session session) {
        try {
            return session.getUrl() != null
                    && !new URI(session.getUrl()).toString().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static CheckoutStatus status(Session session) {
        return switch (session.getStatus()) {
            case "open" -> CheckoutStatus.OPEN;
            case "complete" -> CheckoutStatus.COMPLETE;
            case "expired" -> CheckoutStatus.EXPIRED;
            // absent, or a word to come: whoever acts on it treats it as a page that may still be paid on
            case null, default -> CheckoutStatus.OPEN;
        };
    }
}
