package stripesimulator.webhook;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Destinations;
import stripesimulator.account.Documents;
import stripesimulator.account.EventLog;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/**
 * {@code /v2/core/event_destinations}: where thin events are sent, and ordinary ones if it says so. Address and signing secret are shown
 * to those who ask for them, the secret in the answer to the creation only.
 */
public final class EventDestinations {

    private static final String PATH = "/v2/core/event_destinations";
    private static final String WEBHOOK = "webhook_endpoint";
    private static final String EVENTS = "enabled_events";
    private static final String SHOW_URL = "webhook_endpoint.url";
    private static final String SHOW_SECRET = "webhook_endpoint.signing_secret";
    private static final int PAGE = 20;
    private static final Template BLANK = Template.of("event_destination");
    private static final Shape.ListOf URL_ONLY = new Shape.ListOf(new Shape.OneOf(List.of(SHOW_URL)));
    private static final Shape.ListOf SECRET_TOO = new Shape.ListOf(new Shape.OneOf(List.of(SHOW_URL, SHOW_SECRET)));
    private static final Map<String, Shape> FIELDS = Map.of(
            "description",
            TEXT,
            EVENTS,
            new Shape.ListOf(TEXT),
            "metadata",
            METADATA,
            "name",
            TEXT,
            WEBHOOK,
            new Shape.Group(Map.of("url", Shape.URL)));

    private EventDestinations() {}

    public static List<ApiRoute> routes() {
        var created = new HashMap<>(FIELDS);
        created.put("event_payload", new Shape.OneOf(List.of("snapshot", "thin")));
        created.put("events_from", new Shape.ListOf(new Shape.OneOf(List.of("self", "@self"))));
        created.put("include", SECRET_TOO);
        created.put("snapshot_api_version", TEXT);
        created.put("type", new Shape.OneOf(List.of(WEBHOOK)));
        var updated = new HashMap<>(FIELDS);
        updated.put("include", URL_ONLY);
        var page = Map.<String, Shape>of("include", URL_ONLY, "limit", new Shape.Whole(1, 100), "page", TEXT);
        var shown = Parameters.of(Map.of("include", URL_ONLY));
        var one = PATH + "/{}";
        return List.of(
                ApiRoute.post(
                        PATH,
                        Parameters.of(created, EVENTS, "event_payload", "name", "type", WEBHOOK),
                        EventDestinations::create),
                ApiRoute.get(PATH, Parameters.of(page), EventDestinations::list),
                ApiRoute.get(one, shown, call -> show(object(call), call)),
                ApiRoute.post(one, Parameters.of(updated), EventDestinations::update),
                ApiRoute.delete(one, Parameters.none(), EventDestinations::delete),
                ApiRoute.post(one + "/enable", Parameters.none(), call -> turn(call, true)),
                ApiRoute.post(one + "/disable", Parameters.none(), call -> turn(call, false)));
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        WebhookEndpoints.checkNumber(change);
        checkTypes(call.params());
        var id = change.nextId("ed_test_", 54);
        var destination = BLANK.start(change, id, Map.of("moment", EventLog.moment(change.now())));
        take(destination, call.params());
        var secret = WebhookEndpoints.newSecret(change);
        change.put(destination.put(Destinations.SECRET, secret));
        var shown = show(destination, call);
        if (includes(call, SHOW_SECRET)) {
            shown.withObject(WEBHOOK).put("signing_secret", secret);
        }
        return shown;
    }

    /** Ordinary events as a webhook endpoint takes them; thin ones begin with the version of the API that they are of. */
    private static void checkTypes(JsonNode params) {
        boolean thin = is(params, "event_payload", "thin");
        for (var type : params.path(EVENTS)) {
            if (thin != type.asText().matches("v[12]\\..+")) {
                throw ApiError.invalid(EVENTS, "Invalid event type for this payload: " + type.asText());
            }
        }
    }

    private static void take(ObjectNode destination, ObjectNode params) {
        var given = params.deepCopy();
        given.remove("include");
        var webhook = given.remove(WEBHOOK);
        Documents.apply(destination, given);
        if (webhook != null && webhook.hasNonNull("url")) {
            destination.put(Destinations.URL, text(webhook, "url"));
        }
    }

    private static boolean includes(ApiCall call, String field) {
        for (var included : call.params().path("include")) {
            if (included.asText().equals(field)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode show(ObjectNode destination, ApiCall call) {
        var shown = destination.deepCopy();
        if (includes(call, SHOW_URL)) {
            shown.withObject(WEBHOOK).put("url", text(destination, Destinations.URL));
        }
        return shown;
    }

    private static ObjectNode list(ApiCall call) {
        var all = call.change()
                .all(Destinations.DESTINATION)
                .filter(destination -> !flag(destination, "deleted"))
                .toList();
        int from = call.text("page").map(Integer::parseInt).orElse(0);
        int limit = call.params().path("limit").asInt(PAGE);
        int to = Math.min(all.size(), from + limit);
        var list = JsonNodeFactory.instance.objectNode();
        var data = list.putArray("data");
        all.subList(Math.min(from, to), to).forEach(destination -> data.add(show(destination, call)));
        list.put("next_page_url", to < all.size() ? page(call, to, limit) : null);
        return list.put("previous_page_url", from > 0 ? page(call, Math.max(0, from - limit), limit) : null);
    }

    private static String page(ApiCall call, int from, int limit) {
        var url = PATH + "?page=" + from + "&limit=" + limit;
        return includes(call, SHOW_URL) ? url + "&include%5B0%5D=" + SHOW_URL : url;
    }

    private static ObjectNode object(ApiCall call) {
        return Optional.of(call.object(Destinations.DESTINATION))
                .filter(destination -> !flag(destination, "deleted"))
                .orElseThrow(() -> ApiError.notFound(Destinations.DESTINATION, call.id()));
    }

    private static ObjectNode update(ApiCall call) {
        var destination = object(call);
        take(destination, call.params());
        return show(touch(call, destination), call);
    }

    private static ObjectNode turn(ApiCall call, boolean on) {
        var destination = object(call).put("status", on ? "enabled" : "disabled");
        if (on) {
            destination.putNull("status_details");
        } else {
            destination.putObject("status_details").putObject("disabled").put("reason", "user");
        }
        return show(touch(call, destination), call);
    }

    private static ObjectNode touch(ApiCall call, ObjectNode destination) {
        return call.change()
                .put(destination.put("updated", EventLog.moment(call.change().now())));
    }

    private static ObjectNode delete(ApiCall call) {
        touch(call, object(call).put("deleted", true));
        return JsonNodeFactory.instance.objectNode().put("id", call.id()).put("object", Destinations.DESTINATION);
    }
}
