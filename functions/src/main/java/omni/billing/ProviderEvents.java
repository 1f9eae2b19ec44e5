package omni.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider's own list of events, which stands whether or not a webhook delivered them. */
public interface ProviderEvents {

    /**
     * Some of the events of {@link EventTypes#HANDLED} between two moments, both included, the newest first.
     *
     * @param after id of the event after which to go on; null for the beginning
     */
    PaymentOutcome<Page> list(Instant from, Instant to, @Nullable String after);

    /**
     * A part of the list. One in which nothing could be read has no events, and is not the end for that.
     *
     * @param next id of the event after which to go on; empty at the end
     */
    record Page(List<Occurrence> events, Optional<String> next) {}

    /**
     * An event. It only says where to look, as a webhook does.
     *
     * @param customerId whom it concerns
     * @param chargeId the charge that a dispute is about: it names no customer
     */
    record Occurrence(String id, String type, Optional<String> customerId, Optional<String> chargeId) {}
}
