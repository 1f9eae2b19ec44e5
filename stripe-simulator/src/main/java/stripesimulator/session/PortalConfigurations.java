package stripesimulator.session;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.catalog.Prices;
import stripesimulator.catalog.Products;

/** {@code /v1/billing_portal/configurations}: what a customer may do on the portal's page. */
public final class PortalConfigurations {

    public static final String TYPE = "billing_portal.configuration";

    /** Everything off, as it is until a request turns it on. */
    private static final Template CONFIGURATION = Template.of("portal_configuration");

    private static final ObjectNode FIXED_QUANTITY = JsonNodeFactory.instance
            .objectNode()
            .put("enabled", false)
            .putNull("maximum")
            .put("minimum", 1);

    private static final Shape PRORATION = new Shape.OneOf(List.of("always_invoice", "create_prorations", "none"));
    private static final Shape UPDATES =
            new Shape.ListOf(new Shape.OneOf(List.of("address", "email", "name", "phone", "shipping", "tax_id")));
    private static final Shape PRODUCTS =
            new Shape.ListOf(new Shape.Group(Map.of("prices", new Shape.ListOf(TEXT), "product", TEXT)));
    private static final Shape ENABLED = new Shape.Group(Map.of("enabled", FLAG));
    private static final Shape FEATURES = new Shape.Group(Map.of(
            "customer_update", new Shape.Group(Map.of("allowed_updates", UPDATES, "enabled", FLAG)),
            "invoice_history", ENABLED,
            "payment_method_update", ENABLED,
            "subscription_cancel",
                    new Shape.Group(Map.of(
                            "enabled", FLAG,
                            "mode", new Shape.OneOf(List.of("at_period_end", "immediately")),
                            "proration_behavior", PRORATION)),
            "subscription_update",
                    new Shape.Group(Map.of(
                            "default_allowed_updates",
                                    new Shape.ListOf(new Shape.OneOf(List.of("price", "promotion_code", "quantity"))),
                            "enabled", FLAG,
                            "products", PRODUCTS,
                            "proration_behavior", PRORATION))));
    private static final Map<String, Shape> FIELDS = Map.of(
            "business_profile",
                    new Shape.Group(Map.of(
                            "headline", new Shape.Text(60),
                            "privacy_policy_url", Shape.URL,
                            "terms_of_service_url", Shape.URL)),
            "default_return_url", Shape.URL,
            "features", FEATURES,
            "metadata", METADATA,
            "name", TEXT);

    private PortalConfigurations() {}

    public static List<ApiRoute> routes() {
        var path = "/v1/billing_portal/configurations";
        var updated = new HashMap<>(FIELDS);
        updated.put("active", FLAG);
        var filters = Map.of("active", FLAG, "is_default", FLAG);
        return List.of(
                ApiRoute.post(path, Parameters.of(FIELDS, "features"), PortalConfigurations::create),
                ApiRoute.list(path, TYPE, filters, "active", "is_default"),
                ApiRoute.show(path + "/{}", TYPE),
                ApiRoute.post(path + "/{}", Parameters.of(updated), PortalConfigurations::update));
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        var configuration = CONFIGURATION.start(change, change.nextId("bpc_"), Map.of());
        take(change, configuration, call.params());
        return change.put("billing_portal.configuration.created", configuration);
    }

    private static void take(Change change, ObjectNode configuration, ObjectNode params) {
        var given = params.deepCopy();
        var features = given.remove("features");
        if (features != null) {
            check(change, features.path("subscription_update"));
            features.forEachEntry((name, value) ->
                    configuration.withObject("/features/" + name).setAll((ObjectNode) value));
            configuration
                    .at("/features/subscription_update/products")
                    .forEach(product -> ((ObjectNode) product).set("adjustable_quantity", FIXED_QUANTITY.deepCopy()));
        }
        Documents.apply(configuration, given);
    }

    private static void check(Change change, JsonNode update) {
        var param = "features[subscription_update][products]";
        if (flag(update, "enabled") && update.path("products").isEmpty()) {
            throw ApiError.missingParameter(param);
        }
        for (var product : update.path("products")) {
            ObjectLookup.byParameter(change, param, Products.TYPE, text(product, "product"));
            for (var price : product.path("prices")) {
                Prices.forSale(change, param, price.asText());
            }
        }
    }

    private static ObjectNode update(ApiCall call) {
        return Documents.edit(
                call.change(),
                "billing_portal.configuration.updated",
                call.object(TYPE),
                after -> take(call.change(), after, call.params()));
    }
}
