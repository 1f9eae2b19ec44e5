package omni.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.param.EventListParams;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import omni.access.Rotating;
import omni.billing.EventTypes;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.ProviderEvents;
import org.jspecify.annotations.Nullable;

/** {@link ProviderEvents} by {@code GET /v1/events}, which Stripe keeps for 30 days. */
public final class StripeEventList implements ProviderEvents {

    private final StripeClient stripe;

    public StripeEventList(Rotating<String> apiKey, Optional<URI> apiBase, StripePayments.Limits limits) {
        this.stripe = StripeClients.of(apiKey, apiBase, limits);
    }

    @Override
    public PaymentOutcome<Page> list(Instant from, Instant to, @Nullable String after) {
        var params = EventListParams.builder()
                .setCreated(EventListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLte(to.getEpochSecond())
                        .build())
                .addAllType(List.copyOf(EventTypes.HANDLED))
                .setLimit(Pages.SIZE);
        if (after != null) {
            params.setStartingAfter(after);
        }
        return StripeAnswers.of(() -> new Done<>(page(params.build())));
    }

    private Page page(EventListParams params) throws StripeException {
        var list = stripe.v1().events().list(params);
        var events = list.getData();
        var next = Boolean.TRUE.equals(list.getHasMore()) && !events.isEmpty()
                ? Optional.of(events.getLast().getId())
                : Optional.<String>empty();
        return new Page(events.stream().flatMap(StripeEventList::occurrences).toList(), next);
    }

    /** Read as a webhook's body is. */
    private static Stream<Occurrence> occurrences(Event event) {
        return EventBody.parse(event.toJson().getBytes(UTF_8))
                .filter(WebhookEvent.Verified.class::isInstance)
                .map(WebhookEvent.Verified.class::cast)
                .map(read -> new Occurrence(read.id(), read.type(), read.customerId(), read.chargeId()))
                .stream();
    }
}
