package stripesimulator.catalog;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.meter.Meters;

/** {@code /v1/prices}: an amount never changes; a lookup key names one price and can move to a newer one. */
public final class Prices {

    public static final String TYPE = "price";

    private static final Template PRICE = Template.of("price");
    private static final Template RECURRING = Template.of("price_recurring");
    private static final Shape INTERVAL = new Shape.OneOf(List.of("day", "week", "month", "year"));
    private static final Shape USAGE = new Shape.OneOf(List.of("licensed", "metered"));
    private static final Shape TAX = new Shape.OneOf(List.of("exclusive", "inclusive", "unspecified"));
    private static final Shape LOOKUP_KEY = new Shape.Text(200);
    private static final Parameters CREATE = Parameters.of(
            Map.ofEntries(
                    Map.entry("active", FLAG),
                    Map.entry("billing_scheme", new Shape.OneOf(List.of("per_unit"))),
                    Map.entry("currency", new Shape.Text(3)),
                    Map.entry("lookup_key", LOOKUP_KEY),
                    Map.entry("metadata", METADATA),
                    Map.entry("nickname", TEXT),
                    Map.entry("product", TEXT),
                    Map.entry(
                            "recurring",
                            new Shape.Group(Map.of(
                                    "interval", INTERVAL,
                                    "interval_count", new Shape.Whole(1, 36),
                                    "meter", TEXT,
                                    "usage_type", USAGE))),
                    Map.entry("tax_behavior", TAX),
                    Map.entry("transfer_lookup_key", FLAG),
                    Map.entry("unit_amount", new Shape.Whole(0, 99_999_999_999L)),
                    Map.entry("unit_amount_decimal", new Shape.Decimal(12))),
            "currency",
            "product");
    private static final Parameters UPDATE = Parameters.of(Map.of(
            "active", FLAG,
            "lookup_key", LOOKUP_KEY,
            "metadata", METADATA,
            "nickname", TEXT,
            "tax_behavior", TAX,
            "transfer_lookup_key", FLAG));
    private static final Parameters LIST = Parameters.list(Map.of(
            "active", FLAG,
            "created", Shape.MOMENTS,
            "currency", new Shape.Text(3),
            "lookup_keys", new Shape.ListOf(LOOKUP_KEY),
            "product", TEXT,
            "recurring", new Shape.Group(Map.of("interval", INTERVAL, "meter", TEXT, "usage_type", USAGE)),
            "type", new Shape.OneOf(List.of("one_time", "recurring"))));

    private Prices() {}

    public static List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post("/v1/prices", CREATE, Prices::create),
                ApiRoute.get("/v1/prices", LIST, Prices::list),
                ApiRoute.show("/v1/prices/{}", TYPE),
                ApiRoute.post("/v1/prices/{}", UPDATE, Prices::update));
    }

    /** The price that a parameter names, if it can be sold. */
    public static ObjectNode forSale(Change change, String param, String id) {
        var price = ObjectLookup.byParameter(change, param, TYPE, id);
        if (!flag(price, "active")) {
            throw ApiError.invalid(param, "The price specified is inactive. This field only accepts active prices.");
        }
        return price;
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        var params = call.params();
        ObjectLookup.byParameter(change, "product", Products.TYPE, text(params, "product"));
        var price = PRICE.start(change, change.nextId("price_"), Map.of());
        var given = params.deepCopy();
        given.remove(List.of("transfer_lookup_key", "unit_amount", "unit_amount_decimal", "recurring"));
        Documents.apply(price, given);
        price.set("recurring", recurring(change, params.path("recurring")));
        price.put("type", params.path("recurring").isObject() ? "recurring" : "one_time");
        amount(price, params);
        takeLookupKey(change, price, params);
        return change.put("price.created", price);
    }

    private static JsonNode recurring(Change change, JsonNode given) {
        if (!given.isObject()) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (!given.path("interval").isTextual()) {
            throw ApiError.missingParameter("recurring[interval]");
        }
        var usage = given.path("usage_type").asText("licensed");
        var meter = given.path("meter");
        if (usage.equals("metered") && !meter.isTextual()) {
            throw ApiError.missingParameter("recurring[meter]");
        }
        if (meter.isTextual() && change.find(Meters.TYPE, meter.asText()).isEmpty()) {
            throw ApiError.noSuch("recurring[meter]", "billing meter", meter.asText());
        }
        return RECURRING.fill(Map.of(
                "interval",
                given.path("interval"),
                "count",
                given.path("interval_count").asLong(1),
                "meter",
                meter,
                "usage",
                usage));
    }

    /** A whole number of cents, or a decimal of them; the whole one is null when the decimal has a fraction. */
    private static void amount(ObjectNode price, ObjectNode params) {
        var whole = params.path("unit_amount");
        var decimal = params.path("unit_amount_decimal");
        if (whole.isNumber() == decimal.isTextual()) {
            throw ApiError.parameter(
                    "parameter_missing", "unit_amount", "Give either unit_amount or unit_amount_decimal.");
        }
        var amount = whole.isNumber() ? BigDecimal.valueOf(whole.asLong()) : new BigDecimal(decimal.asText());
        boolean cents = amount.stripTrailingZeros().scale() <= 0;
        price.put("unit_amount", cents ? amount.longValueExact() : null);
        price.put("unit_amount_decimal", amount.toPlainString());
    }

    private static void takeLookupKey(Change change, ObjectNode price, ObjectNode params) {
        var key = params.path("lookup_key");
        if (!key.isTextual()) {
            return;
        }
        change.all(TYPE)
                .filter(other -> other.path("lookup_key").equals(key)
                        && !other.path("id").equals(price.path("id")))
                .map(ObjectNode::deepCopy)
                .toList()
                .forEach(holder -> {
                    if (!flag(params, "transfer_lookup_key")) {
                        throw ApiError.invalid(
                                "lookup_key", "A price (`" + text(holder, "id") + "`) already uses that lookup key.");
                    }
                    Documents.edit(change, "price.updated", holder, other -> other.putNull("lookup_key"));
                });
    }

    private static ObjectNode update(ApiCall call) {
        var change = call.change();
        var price = call.object(TYPE);
        takeLookupKey(change, price, call.params());
        var given = call.params().deepCopy();
        if (given.has("tax_behavior")
                && hasTaxBehavior(price)
                && !price.path("tax_behavior").equals(given.path("tax_behavior"))) {
            throw ApiError.invalid(
                    "tax_behavior", "You cannot modify the tax_behavior of a price once it has been set.");
        }
        given.remove("transfer_lookup_key");
        return Documents.edit(change, "price.updated", price, after -> Documents.apply(after, given));
    }

    private static ObjectNode list(ApiCall call) {
        var keys = call.params().path("lookup_keys");
        var recurring = call.params().path("recurring");
        return Listing.of(
                call,
                TYPE,
                List.of("active", "currency", "product", "type"),
                price -> (keys.isEmpty() || Documents.contains(keys, price.path("lookup_key")))
                        && Documents.agrees(recurring, price.path("recurring")));
    }

    /** Whether it says that tax is in it, or that it comes on top. */
    public static boolean hasTaxBehavior(JsonNode price) {
        return !is(price, "tax_behavior", "unspecified");
    }

    public static boolean isMetered(JsonNode price) {
        return is(price.path("recurring"), "usage_type", "metered");
    }

    /** Cents of one unit; a price below a cent has none. */
    public static long cents(JsonNode price) {
        return Optional.of(price.path("unit_amount"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asLong)
                .orElse(0L);
    }
}
