package stripesimulator.customer;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.EMAIL;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
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

/** {@code /v1/customers}, but for how one is shown and deleted: what is deleted stays as a tombstone that still answers its id. */
public final class Customers {

    public static final String TYPE = "customer";

    public static final String UPDATED = "customer.updated";
    private static final Template CUSTOMER = Template.of("customer");
    private static final Shape ADDRESS = new Shape.Group(
            Map.of("city", TEXT, "country", TEXT, "line1", TEXT, "line2", TEXT, "postal_code", TEXT, "state", TEXT));
    private static final Map<String, Shape> FIELDS = Map.of(
            "address", ADDRESS,
            "description", TEXT,
            "email", EMAIL,
            "invoice_settings", new Shape.Group(Map.of("default_payment_method", TEXT)),
            "metadata", METADATA,
            "name", new Shape.Text(256),
            "phone", new Shape.Text(20),
            "preferred_locales", new Shape.ListOf(TEXT),
            "shipping", new Shape.Group(Map.of("address", ADDRESS, "name", TEXT, "phone", TEXT)),
            "tax_exempt", new Shape.OneOf(List.of("none", "exempt", "reverse")));

    private Customers() {}

    public static List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post("/v1/customers", Parameters.of(FIELDS), Customers::create),
                ApiRoute.list("/v1/customers", TYPE, Map.of("created", Shape.MOMENTS, "email", TEXT), "email"),
                ApiRoute.post("/v1/customers/{}", Parameters.of(FIELDS), Customers::update));
    }

    /** A customer that has not been deleted, to be changed and put back. */
    public static ObjectNode byPath(Change change, String id) {
        return find(change, id).orElseThrow(() -> ApiError.notFound(TYPE, id));
    }

    /** The same, for a customer named by the parameter {@code customer}. */
    public static ObjectNode byParameter(Change change, String id) {
        return find(change, id).orElseThrow(() -> ApiError.noSuch(TYPE, TYPE, id));
    }

    public static boolean isLiving(Change change, String id) {
        return find(change, id).isPresent();
    }

    private static Optional<ObjectNode> find(Change change, String id) {
        return change.find(TYPE, id).filter(customer -> !flag(customer, "deleted"));
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        var id = change.nextId("cus_", 14);
        var prefix = change.nextId("", 8).toUpperCase(Locale.ROOT);
        var customer = CUSTOMER.start(change, id, Map.of("prefix", prefix));
        take(change, customer, call.params());
        return change.put("customer.created", customer);
    }

    private static ObjectNode update(ApiCall call) {
        var change = call.change();
        return Documents.edit(
                change, UPDATED, byPath(change, call.id()), customer -> take(change, customer, call.params()));
    }

    private static void take(Change change, ObjectNode customer, ObjectNode params) {
        var given = params.deepCopy();
        var card = given.path("invoice_settings").path("default_payment_method");
        if (card.isTextual()) {
            PaymentMethods.ofCustomer(
                    change, "invoice_settings[default_payment_method]", text(customer, "id"), card.asText());
        }
        if (given.remove("invoice_settings") instanceof ObjectNode settings) {
            customer.withObject("/invoice_settings").setAll(settings);
        }
        Documents.apply(customer, given);
    }

    /** Makes an attached card the one that its invoices are paid with. */
    public static void payWith(Change change, String id, String card) {
        Documents.edit(
                change,
                UPDATED,
                byPath(change, id),
                customer -> customer.withObject("/invoice_settings").put("default_payment_method", card));
    }

    /** A card that was detached is no longer the one that its invoices are paid with. */
    static void payNoMoreWith(Change change, String id, String card) {
        var before = change.find(TYPE, id).orElseThrow();
        if (is(before.path("invoice_settings"), "default_payment_method", card)) {
            Documents.edit(
                    change,
                    UPDATED,
                    before,
                    customer -> customer.withObject("/invoice_settings").putNull("default_payment_method"));
        }
    }
}
