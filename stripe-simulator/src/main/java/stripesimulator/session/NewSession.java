package stripesimulator.session;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.account.Wire;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Customers;
import stripesimulator.customer.SetupIntents;

/** {@code POST /v1/checkout/sessions}: what is taken for a session in setup or subscription mode, and how it begins. */
public final class NewSession {

    private static final Template SESSION = Template.of("checkout_session");
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration LIFE_AT_LEAST = Duration.ofMinutes(30);
    /** The price of a session in subscription mode, and the metadata of what it will begin; {@link Wire} shows neither. */
    public static final String PRICE = "_price";

    static final String SUBSCRIPTION_METADATA = "_subscription_metadata";
    private static final Map<String, Shape> LINE_ITEM = Map.of("price", TEXT, "quantity", new Shape.Whole(1, 1));
    private static final Map<String, Shape> SUBSCRIPTION_DATA = Map.of("description", TEXT, "metadata", METADATA);
    private static final Map<String, Shape> SETUP_INTENT_DATA = Map.of("description", TEXT, "metadata", METADATA);
    private static final Map<String, Shape> OTHERS = Map.ofEntries(
            Map.entry("cancel_url", Shape.URL),
            Map.entry("client_reference_id", new Shape.Text(200)),
            Map.entry("currency", new Shape.Text(3)),
            Map.entry("customer", TEXT),
            Map.entry("customer_email", Shape.EMAIL),
            Map.entry("expires_at", Shape.SECONDS),
            Map.entry("line_items", new Shape.ListOf(new Shape.Group(LINE_ITEM))),
            Map.entry("locale", TEXT),
            Map.entry("metadata", METADATA),
            Map.entry("mode", new Shape.OneOf(List.of("payment", "setup", "subscription"))),
            Map.entry("payment_method_types", new Shape.ListOf(TEXT)),
            Map.entry("setup_intent_data", new Shape.Group(SETUP_INTENT_DATA)),
            Map.entry("subscription_data", new Shape.Group(SUBSCRIPTION_DATA)),
            Map.entry("success_url", Shape.URL));
    static final Parameters PARAMETERS = Parameters.of(withTax(), "mode", "success_url");

    private NewSession() {}

    private static Map<String, Shape> withTax() {
        var all = new HashMap<>(OTHERS);
        all.putAll(SessionTax.PARAMETERS);
        return all;
    }

    static ObjectNode of(ApiCall call, CheckoutSessions sessions) {
        var change = call.change();
        var params = call.params();
        check(change, params);
        var customer = params.path("customer");
        var session = SESSION.start(
                change,
                change.nextId("cs_test_", 58),
                Map.of("details", customerDetails(change, customer), "end", change.nowSeconds() + LIFE.toSeconds()));
        var given = params.deepCopy();
        given.remove(
                List.of("automatic_tax", "customer_update", "line_items", "setup_intent_data", "subscription_data"));
        Documents.apply(session, given);
        session.set("_customer_update", params.path("customer_update").deepCopy());
        session.withObject("/automatic_tax")
                .put("enabled", params.path("automatic_tax").path("enabled").asBoolean());
        SessionTax.begin(session);
        if (isSubscription(params)) {
            sell(change, session, params);
        } else {
            var intent = SetupIntents.create(change, customer, params.path("setup_intent_data"));
            session.put("payment_status", "no_payment_required").set("setup_intent", intent.get("id"));
        }
        session.put("status", "open").put("ui_mode", "hosted_page");
        session.put("url", sessions.page(text(session, "id")));
        return change.put(session);
    }

    public static boolean isSubscription(JsonNode session) {
        return is(session, "mode", "subscription");
    }

    private static void sell(Change change, ObjectNode session, ObjectNode params) {
        var price = Prices.forSale(
                change, "line_items[0][price]", text(params.path("line_items").path(0), "price"));
        if (!is(price.path("recurring"), "usage_type", "licensed")) {
            throw ApiError.invalid(
                    "line_items[0][price]", "You must provide at least one recurring price in `subscription` mode.");
        }
        session.put("amount_subtotal", Prices.cents(price)).put("amount_total", Prices.cents(price));
        session.set("currency", price.path("currency"));
        session.put("payment_status", "unpaid").putNull("setup_intent");
        session.set(PRICE, price.path("id"));
        session.set(
                SUBSCRIPTION_METADATA,
                Documents.merge(
                        session.objectNode(), params.path("subscription_data").path("metadata")));
    }

    private static void check(Change change, ObjectNode params) {
        switch (text(params, "mode")) {
            case "setup" -> checkSetup(params);
            case "subscription" -> checkSubscription(params);
            default ->
                throw ApiError.invalid(
                        "mode", "This simulator opens checkout sessions in setup and subscription mode only.");
        }
        var customer = params.path("customer");
        if (customer.isTextual() && params.path("customer_email").isTextual()) {
            throw ApiError.invalid("customer_email", "Give either customer or customer_email, not both.");
        }
        if (customer.isTextual()) {
            Customers.byParameter(change, customer.asText());
        }
        checkTypes(params);
        SessionTax.check(change, params);
        var expiresAt = params.path("expires_at");
        long life = expiresAt.asLong() - change.nowSeconds();
        if (expiresAt.isNumber() && (life < LIFE_AT_LEAST.toSeconds() || life > LIFE.toSeconds())) {
            throw ApiError.invalid("expires_at", "expires_at must lie 30 minutes to 24 hours ahead.");
        }
    }

    private static void checkSetup(ObjectNode params) {
        refuse(params, "line_items", "setup");
        refuse(params, "subscription_data", "setup");
        if (params.path("payment_method_types").isEmpty()
                && !params.path("currency").isTextual()) {
            throw ApiError.missingParameter("currency");
        }
    }

    private static void checkSubscription(ObjectNode params) {
        refuse(params, "setup_intent_data", "subscription");
        if (params.path("line_items").isEmpty()) {
            throw ApiError.missingParameter("line_items");
        }
        if (params.path("line_items").size() > 1) {
            throw ApiError.invalid("line_items", "This simulator sells one price at a time.");
        }
        if (!params.path("line_items").path(0).path("price").isTextual()) {
            throw ApiError.missingParameter("line_items[0][price]");
        }
        if (!params.path("line_items").path(0).path("quantity").isNumber()) {
            throw ApiError.missingParameter("line_items[0][quantity]");
        }
        if (!params.path("customer").isTextual()) {
            throw ApiError.invalid("customer", "This simulator begins subscriptions for known customers only.");
        }
    }

    private static void refuse(ObjectNode params, String param, String mode) {
        if (params.has(param)) {
            throw ApiError.invalid(param, "You can not pass `" + param + "` in `" + mode + "` mode.");
        }
    }

    private static void checkTypes(ObjectNode params) {
        for (var type : params.path("payment_method_types")) {
            if (!type.asText().equals("card")) {
                throw ApiError.invalid(
                        "payment_method_types", "This simulator knows cards only, not " + type.asText() + ".");
            }
        }
    }

    private static JsonNode customerDetails(Change change, JsonNode customer) {
        if (!customer.isTextual()) {
            return NullNode.getInstance();
        }
        var known = Customers.byParameter(change, customer.asText());
        var details = known.objectNode();
        details.putNull("address");
        details.set("email", known.path("email"));
        details.set("name", known.path("name"));
        details.set("phone", known.path("phone"));
        return details.put("tax_exempt", "none").set("tax_ids", known.arrayNode());
    }
}
