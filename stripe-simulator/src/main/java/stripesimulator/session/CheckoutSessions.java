package stripesimulator.session;

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
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ApiRoute.Call;
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

    private static final Parameters LIST = Parameters.list(Map.of(
            "created",
            new Shape.Moments(),
            "customer",
            TEXT,
            "subscription",
            TEXT,
            "status",
            new Shape.OneOf(List.of("open", "complete", "expired"))));

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute("POST", "/v1/checkout/sessions", NewSession.PARAMETERS, call -> NewSession.of(call, this)),
                new ApiRoute("GET", "/v1/checkout/sessions", LIST, CheckoutSessions::list),
                new ApiRoute("GET", "/v1/checkout/sessions/{}", Parameters.none(), CheckoutSessions::retrieve),
                new ApiRoute("POST", "/v1/checkout/sessions/{}/expire", Parameters.none(), CheckoutSessions::expire));
    }

    private static ObjectNode list(Call call) {
        return Listing.of(
                call,
                TYPE,
                Listing.created(call)
                        .and(Listing.equal(call, "customer"))
                        .and(Listing.equal(call, "status"))
                        .and(Listing.equal(call, "subscription")));
    }

    private static ObjectNode retrieve(Call call) {
        return living(call.change(), call.id());
    }

    private static ObjectNode expire(Call call) {
        var session = living(call.change(), call.id());
        if (!isOpen(session)) {
            throw ApiError.state("Only an open checkout session can be expired; this one is "
                    + session.path("status").asText() + ".");
        }
        return expire(call.change(), session);
    }

    private static ObjectNode expire(Change change, ObjectNode session) {
        session.put("status", "expired").putNull("url");
        if (session.path("setup_intent").isTextual()) {
            SetupIntents.cancel(change, session.path("setup_intent").asText());
        }
        change.put("checkout.session.expired", session);
        return session;
    }

    /** Ends the sessions whose time is over. */
    public static void expireDue(Change change) {
        expireOpen(change, session -> session.path("expires_at").asLong() <= change.nowSeconds());
    }

    /** Ends the open sessions of a customer that is going: a card entered there would belong to nobody. */
    static void expireOf(Change change, String customer) {
        expireOpen(change, session -> session.path("customer").asText().equals(customer));
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
                    session.put("url", page(session.path("id").asText()));
                    change.put(session);
                });
    }

    public static Optional<ObjectNode> find(Change change, String id) {
        return change.find(TYPE, id);
    }

    private static ObjectNode living(Change change, String id) {
        return find(change, id).orElseThrow(() -> ApiError.notFound(TYPE, id));
    }

    public static boolean isOpen(JsonNode session) {
        return session.path("status").asText().equals("open");
    }

    /** The hosted page of a session. */
    String page(String id) {
        return pages.resolve("/pay/" + id).toString();
    }
}
