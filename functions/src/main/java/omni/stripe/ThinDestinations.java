package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.v2.core.EventDestination;
import com.stripe.net.RequestOptions;
import com.stripe.param.v2.core.EventDestinationCreateParams;
import com.stripe.param.v2.core.EventDestinationListParams;
import com.stripe.param.v2.core.EventDestinationUpdateParams;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.EventTypes;

/** Those of thin events, by {@code /v2/core/event_destinations}. Thin events have no version. */
record ThinDestinations(StripeClient stripe) implements DestinationKind {

    private static final String NAME = "Omni Billing, thin events";

    @Override
    public String words() {
        return "the event destination of thin events";
    }

    @Override
    public KeyPermission permission() {
        return KeyPermission.EVENT_DESTINATIONS;
    }

    @Override
    public List<String> events() {
        return EventTypes.all().filter(EventTypes.METER_ERRORS::contains).toList();
    }

    /** Those of ordinary events, which the same list may show, are not of this kind. */
    @Override
    public List<Found> list() throws StripeException {
        var params = EventDestinationListParams.builder()
                .setLimit(Pages.SIZE)
                .addInclude(EventDestinationListParams.Include.WEBHOOK_ENDPOINT__URL);
        var all = new ArrayList<Found>();
        var list = stripe.v2().core().eventDestinations().list(params.build());
        StripeAnswers.required(list.getData(), "data of a list");
        for (var destination : list.autoPagingIterable()) {
            if ("thin".equals(destination.getEventPayload())) {
                all.add(found(destination));
            }
        }
        return all;
    }

    private static Found found(EventDestination destination) {
        return new Found(
                destination.getId(),
                DestinationKind.owner(destination.getMetadata()),
                Optional.ofNullable(destination.getWebhookEndpoint())
                        .map(EventDestination.WebhookEndpoint::getUrl)
                        .orElse(null),
                DestinationKind.set(destination.getEnabledEvents()),
                "enabled".equals(destination.getStatus()),
                true,
                destination.getCreated() == null
                        ? Long.MAX_VALUE
                        : destination.getCreated().getEpochSecond());
    }

    @Override
    public Made create(URI address, Map<String, String> metadata, RequestOptions key) throws StripeException {
        var params = EventDestinationCreateParams.builder()
                .setName(NAME)
                .setType(EventDestinationCreateParams.Type.WEBHOOK_ENDPOINT)
                .setEventPayload(EventDestinationCreateParams.EventPayload.THIN)
                .addAllEnabledEvent(events())
                .addInclude(EventDestinationCreateParams.Include.WEBHOOK_ENDPOINT__SIGNING_SECRET)
                .putAllMetadata(metadata)
                .setWebhookEndpoint(EventDestinationCreateParams.WebhookEndpoint.builder()
                        .setUrl(address.toString())
                        .build());
        var made = stripe.v2().core().eventDestinations().create(params.build(), key);
        var webhook = StripeAnswers.required(made.getWebhookEndpoint(), "webhook endpoint");
        return new Made(made.getId(), StripeAnswers.required(webhook.getSigningSecret(), "signing secret"));
    }

    @Override
    public void repair(Found found, URI address, Pen pen) throws StripeException {
        var params = EventDestinationUpdateParams.builder()
                .addAllEnabledEvent(events())
                .setWebhookEndpoint(EventDestinationUpdateParams.WebhookEndpoint.builder()
                        .setUrl(address.toString())
                        .build());
        stripe.v2().core().eventDestinations().update(found.id(), params.build(), pen.key("repair:" + found.id()));
        if (!found.enabled()) {
            stripe.v2().core().eventDestinations().enable(found.id(), pen.key("enable:" + found.id()));
        }
    }

    @Override
    public void delete(String id) throws StripeException {
        stripe.v2().core().eventDestinations().delete(id);
    }
}
