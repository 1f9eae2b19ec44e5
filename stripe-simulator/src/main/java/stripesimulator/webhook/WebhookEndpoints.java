package stripesimulator.webhook;

import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Destinations;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/** {@code /v1/webhook_endpoints}: where ordinary events are sent. The signing secret is in the answer to the creation, and never again. */
public final class WebhookEndpoints {

    private static final String PATH = "/v1/webhook_endpoints";
    private static final String EVENTS = "enabled_events";
    private static final int DESTINATIONS_AT_MOST = 16;
    private static final Template BLANK = Template.of("webhook_endpoint");
    private static final Map<String, Shape> FIELDS =
            Map.of("description", TEXT, EVENTS, EventTypeNames.ORDINARY, "metadata", METADATA, "url", Shape.URL);

    private WebhookEndpoints() {}

    public static List<ApiRoute> routes() {
        var created = new HashMap<>(FIELDS);
        created.put("api_version", TEXT);
        created.put("connect", FLAG);
        var updated = new HashMap<>(FIELDS);
        updated.put("disabled", FLAG);
        var one = PATH + "/{}";
        return List.of(
                ApiRoute.post(PATH, Parameters.of(created, EVENTS, "url"), WebhookEndpoints::create),
                ApiRoute.get(
                        PATH,
                        Parameters.list(Map.of()),
                        call -> Listing.of(call, Destinations.ENDPOINT, List.of(), _ -> true)),
                ApiRoute.get(one, Parameters.none(), WebhookEndpoints::object),
                ApiRoute.post(one, Parameters.of(updated), WebhookEndpoints::update),
                ApiRoute.delete(one, Parameters.none(), WebhookEndpoints::delete));
    }

    /** An account has so many destinations of both kinds at most. */
    static void checkNumber(Change change) {
        if (Destinations.all(change).count() >= DESTINATIONS_AT_MOST) {
            throw ApiError.state("You have reached the maximum of " + DESTINATIONS_AT_MOST + " webhook endpoints.");
        }
    }

    static String newSecret(Change change) {
        return change.nextId("whsec_", 32);
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        checkNumber(change);
        var endpoint = BLANK.start(change, change.nextId("we_"), Map.of());
        var params = call.params().deepCopy();
        params.remove("connect");
        Documents.apply(endpoint, params);
        var secret = newSecret(change);
        change.put(endpoint.deepCopy().put(Destinations.SECRET, secret));
        return endpoint.put("secret", secret);
    }

    private static ObjectNode object(ApiCall call) {
        var endpoint = call.object(Destinations.ENDPOINT);
        if (Documents.flag(endpoint, "deleted")) {
            throw ApiError.notFound(Destinations.ENDPOINT, call.id());
        }
        return endpoint;
    }

    private static ObjectNode update(ApiCall call) {
        var endpoint = object(call);
        var params = call.params().deepCopy();
        var disabled = params.remove("disabled");
        Documents.apply(endpoint, params);
        if (disabled != null) {
            endpoint.put("status", disabled.asBoolean() ? "disabled" : "enabled");
        }
        return call.change().put(endpoint);
    }

    private static ObjectNode delete(ApiCall call) {
        call.change().put(object(call).put("deleted", true));
        var tombstone = JsonNodeFactory.instance.objectNode().put("id", call.id());
        return tombstone.put("object", Destinations.ENDPOINT).put("deleted", true);
    }
}
