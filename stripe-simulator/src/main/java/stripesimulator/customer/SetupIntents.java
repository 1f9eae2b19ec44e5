package stripesimulator.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/** {@code /v1/setup_intents}: each belongs to a checkout session and ends with it. */
public final class SetupIntents {

    static final String TYPE = "setup_intent";

    private static final Template INTENT = Template.of("setup_intent");

    private SetupIntents() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of("created", Shape.MOMENTS, "customer", Shape.TEXT, "payment_method", Shape.TEXT);
        var secret = Map.of("client_secret", Shape.TEXT);
        return List.of(
                ApiRoute.list("/v1/setup_intents", TYPE, filters, "customer", "payment_method"),
                ApiRoute.get("/v1/setup_intents/{}", Parameters.of(secret), call -> call.object(TYPE)));
    }

    public static ObjectNode create(Change change, JsonNode customer, JsonNode data) {
        var id = change.nextId("seti_");
        var intent = INTENT.start(
                change,
                id,
                Map.of(
                        "secret", change.nextId(id + "_secret_"),
                        "customer", customer,
                        "description", data.path("description"),
                        "metadata", Documents.merge(NullNode.getInstance(), data.path("metadata"))));
        return change.put("setup_intent.created", intent);
    }

    public static void succeed(Change change, String id, String paymentMethod) {
        var intent = ObjectLookup.byPath(change, TYPE, id);
        intent.put("status", "succeeded").put("payment_method", paymentMethod).putNull("last_setup_error");
        change.put("setup_intent.succeeded", intent);
    }

    public static void fail(Change change, String id, Decline decline) {
        var intent = ObjectLookup.byPath(change, TYPE, id);
        intent.set("last_setup_error", decline.refusal().error());
        change.put("setup_intent.setup_failed", intent);
    }

    public static void cancel(Change change, String id) {
        var intent = ObjectLookup.byPath(change, TYPE, id);
        intent.put("status", "canceled").put("cancellation_reason", "abandoned");
        change.put("setup_intent.canceled", intent);
    }
}
