package stripesimulator.session;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.SetupIntents;

/**
 * {@code /v1/checkout/sessions} in setup or subscription mode: open, then complete ({@link CardSetup}) or expired, never
 * both. A session and its setup intent end in the same change; a subscription begins in that of its session.
 *
 * @param pages where the hosted page of a session lies
 */
public record CheckoutSessions(URI pages) {

    public static final String TYPE = Kinds.CHECKOUT_SESSION;

    private static final Map<String, Shape> FILTERS = Map.of(
            "created",
            Shape.MOMENTS,
            "customer",
            TEXT,
            "subscription",
            TEXT,
            "status",
            new Shape.OneOf(List.of("open", "complete", "expired")));

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post("/v1/checkout/sessions", NewSession.PARAMETERS, call -> NewSession.of(call, this)),
                ApiRoute.list("/v1/checkout/sessions", TYPE, FILTERS, "customer", "status", "subscription"),
                ApiRoute.show("/v1/checkout/sessions/{}", TYPE),
                ApiRoute.post("/v1/checkout/sessions/{}/expire", Parameters.none(), CheckoutSessions::expire));
    }

    private static ObjectNode expire(ApiCall call) {
        var session = call.object(TYPE);
        if (!isOpen(session)) {
            throw ApiError.state(
                    "Only an open checkout session can be expired; this one is " + text(session, "status") + ".");
        }
        return expire(call.change(), session);
    }

    private static ObjectNode expire(Change change, ObjectNode session) {
        session.put("status", "expired").putNull("url");
        if (session.path("setup_intent").isTextual()) {
            SetupIntents.cancel(change, text(session, "setup_intent"));
        }
        return change.put("checkout.session.expired", session);
    }

    /** Ends the sessions whose time is over. */
    public static void expireDue(Change change) {
        expireOpen(change, session -> number(session, "expires_at") <= change.nowSeconds());
    }

    /** Ends the open sessions of a customer that is going: a card entered there would belong to nobody. */
    static void expireOf(Change change, String customer) {
        expireOpen(change, session -> is(session, "customer", customer));
    }

    private static void expireOpen(Change change, Predicate<JsonNode> which) {
        change.all(TYPE)
                .filter(session -> isOpen(session) && which.test(session))
                .map(ObjectNode::deepCopy)
                .toList()
                .reversed()
                .forEach(session -> expire(change, session));
    }

    /** Moves the pages of open sessions to where they are served now: the port may differ from the last run's. */
    public void rehost(Change change) {
        change.all(TYPE)
                .filter(CheckoutSessions::isOpen)
                .map(ObjectNode::deepCopy)
                .toList()
                .forEach(session -> {
                    session.put("url", page(text(session, "id")));
                    change.put(session);
                });
    }

    public static Optional<ObjectNode> find(Change change, String id) {
        return change.find(TYPE, id);
    }

    public static boolean isOpen(JsonNode session) {
        return is(session, "status", "open");
    }

    /** The hosted page of a session. */
    String page(String id) {
        return pages.resolve("/pay/" + id).toString();
    }
}
