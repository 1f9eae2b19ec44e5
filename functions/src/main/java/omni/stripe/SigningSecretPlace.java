package omni.stripe;

import java.util.Optional;
import omni.access.SecretStore.Reading;

/**
 * Where functions read the signing secrets of webhooks, as one text: a JSON object. Stripe shows a signing secret once, so it goes from
 * the answer to here, and nowhere else.
 */
public interface SigningSecretPlace {

    /** What destinations at Stripe are marked with whose secrets are kept here; another deployment of the account has another name. */
    String name();

    /** The text; empty for a place that is there and holds nothing yet. */
    Reading read();

    /** Replaces the text; why it could not be, without any of it, or empty. */
    Optional<String> write(String text);
}
