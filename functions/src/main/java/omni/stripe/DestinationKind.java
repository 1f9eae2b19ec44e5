package omni.stripe;

import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the two kinds of destinations that events are sent to; Stripe has another API for each. */
interface DestinationKind {

    /** Metadata that says whose it is: the name of the {@link SigningSecretPlace} that has its secret. */
    String OWNER = "omniWebhook";

    /**
     * One that is there.
     *
     * @param owner the place that has its secret; null for one that somebody else made
     * @param isRightVersion whether its events are in the version that we read; it can't be changed
     */
    record Found(
            String id,
            @Nullable String owner,
            @Nullable String url,
            Set<String> events,
            boolean enabled,
            boolean isRightVersion,
            long created) {}

    /** One that was made just now. Its secret is shown this once. */
    record Made(String id, String secret) {
        @Override
        public String toString() {
            return "Made[" + id + "]";
        }
    }

    /** In words, with an article. */
    String words();

    KeyPermission permission();

    /** The types that it has to send. */
    List<String> events();

    List<Found> list() throws StripeException;

    Made create(URI address, Map<String, String> metadata, RequestOptions key) throws StripeException;

    /** Sets address and events, and switches it on. */
    void repair(Found found, URI address, Pen pen) throws StripeException;

    void delete(String id) throws StripeException;

    static Set<String> set(@Nullable List<String> events) {
        return events == null ? Set.of() : Set.copyOf(events);
    }

    static @Nullable String owner(@Nullable Map<String, String> metadata) {
        return metadata == null ? null : metadata.get(OWNER);
    }
}
