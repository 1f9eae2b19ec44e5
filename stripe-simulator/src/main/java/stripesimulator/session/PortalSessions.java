package stripesimulator.session;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.Customers;

/**
 * {@code POST /v1/billing_portal/sessions}: the way of one customer to the portal's page, for an hour.
 *
 * @param pages where the hosted page of a session lies
 */
public record PortalSessions(URI pages) {

    static final String TYPE = "billing_portal.session";

    private static final Template SESSION = Template.of("portal_session");
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Parameters PARAMETERS = Parameters.of(
            Map.of("configuration", TEXT, "customer", TEXT, "locale", TEXT, "return_url", Shape.URL), "customer");

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.post("/v1/billing_portal/sessions", PARAMETERS, this::create));
    }

    private ObjectNode create(ApiCall call) {
        var change = call.change();
        var customer = Customers.byParameter(change, call.text("customer").orElseThrow());
        var session = SESSION.start(
                change,
                change.nextId("bps_"),
                Map.of("configuration", configuration(call).path("id"), "customer", customer.path("id")));
        Documents.apply(session, call.params());
        session.put("url", pages.resolve("/portal/" + text(session, "id")).toString());
        return change.put("billing_portal.session.created", session);
    }

    /** The one named, else the account's default, which has to have been saved. */
    private static ObjectNode configuration(ApiCall call) {
        var change = call.change();
        var named = call.text("configuration");
        if (named.isPresent()) {
            return change.find(PortalConfigurations.TYPE, named.get())
                    .filter(found -> flag(found, "active"))
                    .orElseThrow(() -> ApiError.noSuch("configuration", "configuration", named.get()));
        }
        throw ApiError.state(
                "No configuration provided and your test mode default configuration has not been created.");
    }

    public static Optional<ObjectNode> find(Change change, String id) {
        return change.find(TYPE, id);
    }

    public static boolean isOver(JsonNode session, long nowSeconds) {
        return nowSeconds - number(session, "created") >= LIFE.toSeconds();
    }
}
