package omni.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.RequestOptions;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointListParams;
import com.stripe.param.WebhookEndpointUpdateParams;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.billing.EventTypes;

/** Those of ordinary events, by {@code /v1/webhook_endpoints}. Types and version are sent as texts, so that none is lost which the library does not know. */
record OrdinaryDestinations(StripeClient stripe) implements DestinationKind {

    private static final String EVENTS = "enabled_events";

    @Override
    public String words() {
        return "the webhook endpoint of ordinary events";
    }

    @Override
    public KeyPermission permission() {
        return KeyPermission.WEBHOOK_ENDPOINTS;
    }

    @Override
    public List<String> events() {
        return EventTypes.all().filter(EventTypes.HANDLED::contains).toList();
    }

    @Override
    public List<Found> list() throws StripeException {
        var params = WebhookEndpointListParams.builder().setLimit(Pages.SIZE).build();
        return Pages.stream(stripe.v1().webhookEndpoints().list(params))
                .map(OrdinaryDestinations::found)
                .toList();
    }

    private static Found found(WebhookEndpoint endpoint) {
        return new Found(
                endpoint.getId(),
                DestinationKind.owner(endpoint.getMetadata()),
                endpoint.getUrl(),
                DestinationKind.set(endpoint.getEnabledEvents()),
                "enabled".equals(endpoint.getStatus()),
                Stripe.API_VERSION.equals(endpoint.getApiVersion()),
                Objects.requireNonNullElse(endpoint.getCreated(), Long.MAX_VALUE));
    }

    @Override
    public Made create(URI address, Map<String, String> metadata, RequestOptions key) throws StripeException {
        var params = WebhookEndpointCreateParams.builder()
                .setUrl(address.toString())
                .putExtraParam(EVENTS, events())
                .putExtraParam("api_version", Stripe.API_VERSION)
                .putAllMetadata(metadata);
        var made = stripe.v1().webhookEndpoints().create(params.build(), key);
        return new Made(made.getId(), StripeAnswers.required(made.getSecret(), "signing secret"));
    }

    @Override
    public void repair(Found found, URI address, Pen pen) throws StripeException {
        var params = WebhookEndpointUpdateParams.builder()
                .setUrl(address.toString())
                .putExtraParam(EVENTS, events())
                .setDisabled(false);
        stripe.v1().webhookEndpoints().update(found.id(), params.build(), pen.key("repair:" + found.id()));
    }

    @Override
    public void delete(String id) throws StripeException {
        stripe.v1().webhookEndpoints().delete(id);
    }
}
