package stripesimulator.tax;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.account.Template;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.customer.Customers;

/** {@code /v1/customers/{}/tax_ids}: a business is one that has one. Its form is checked, as at Stripe; whether it is anybody's is not. */
public final class TaxIds {

    static final String TYPE = Kinds.TAX_ID;
    private static final String EU_VAT = "eu_vat";
    private static final Map<String, String> TYPE_BY_COUNTRY = Map.of("CH", "ch_vat", "GB", "gb_vat", "US", "us_ein");
    private static final String EU_VAT_FORM = "(?:[A-Z]{2})[0-9A-Z]{2,13}";
    private static final Template TAX_ID = Template.of("tax_id");

    private TaxIds() {}

    public static List<ApiRoute> routes() {
        var path = "/v1/customers/{}/tax_ids";
        return List.of(
                ApiRoute.get("/v1/customers/{}", Parameters.none(), TaxIds::customer),
                ApiRoute.post(
                        path, Parameters.of(Map.of("type", TEXT, "value", TEXT), "type", "value"), TaxIds::create),
                ApiRoute.get(path, Parameters.list(Map.of()), TaxIds::list));
    }

    /** A customer with what it shows only if it is asked for: place and tax ids. */
    private static ObjectNode customer(ApiCall call) {
        var customer = call.object(Customers.TYPE);
        for (var wanted : call.params().path("expand")) {
            switch (wanted.asText()) {
                case "tax" ->
                    customer.set(
                            "tax", TaxLocation.shown(customer, TaxLocation.of(call.change(), customer, List.of())));
                case "tax_ids" -> {
                    var list = customer.putObject("tax_ids").put("object", "list");
                    of(call.change(), call.id()).forEach(list.putArray("data")::add);
                    list.put("has_more", false).put("url", "/v1/customers/" + call.id() + "/tax_ids");
                }
                default -> {}
            }
        }
        return customer;
    }

    private static ObjectNode create(ApiCall call) {
        Customers.byPath(call.change(), call.id());
        return add(call.change(), call.id(), text(call.params(), "type"), text(call.params(), "value"));
    }

    /** The tax id of a business in a country, as it types it on a page. */
    public static void enter(Change change, String customer, String country, String value) {
        add(change, customer, TYPE_BY_COUNTRY.getOrDefault(country, EU_VAT), value);
    }

    /** Whether {@link #enter} would take it. */
    public static boolean isWellFormed(String country, String value) {
        return TYPE_BY_COUNTRY.containsKey(country) || value.matches(EU_VAT_FORM);
    }

    private static ObjectNode add(Change change, String customer, String type, String value) {
        if (type.equals(EU_VAT) && !value.matches(EU_VAT_FORM)) {
            throw ApiError.parameter("tax_id_invalid", "value", "Invalid value for eu_vat.");
        }
        var known = of(change, customer).filter(id -> is(id, "value", value)).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        var id = TAX_ID.start(
                change,
                change.nextId("txi_"),
                Map.of(
                        "customer",
                        customer,
                        "type",
                        type,
                        "value",
                        value,
                        "country",
                        value.substring(0, Math.min(2, value.length()))));
        return change.put("customer.tax_id.created", id);
    }

    private static ObjectNode list(ApiCall call) {
        Customers.byPath(call.change(), call.id());
        return Listing.of(call, TYPE, List.of(), id -> is(id, "customer", call.id()));
    }

    /** Those of a customer, newest first. */
    public static Stream<ObjectNode> of(Change change, String customer) {
        return change.newest(TYPE, customer);
    }

    static boolean isBusiness(Change change, String customer) {
        return of(change, customer).anyMatch(id -> is(id, "type", EU_VAT));
    }
}
