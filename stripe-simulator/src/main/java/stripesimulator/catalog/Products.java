package stripesimulator.catalog;

import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ApiRoute.Call;
import stripesimulator.api.Shape;

/** {@code /v1/products}. Never deleted here: what was sold once stays readable. */
public final class Products {

    public static final String TYPE = "product";

    private static final Template PRODUCT = Template.of("product");
    private static final Map<String, Shape> FIELDS = Map.of(
            "active", FLAG,
            "description", TEXT,
            "images", new Shape.ListOf(Shape.URL),
            "metadata", METADATA,
            "name", TEXT,
            "statement_descriptor", new Shape.Text(22),
            "tax_code", TEXT,
            "unit_label", new Shape.Text(12),
            "url", Shape.URL);

    private Products() {}

    public static List<ApiRoute> routes() {
        var created = new HashMap<>(FIELDS);
        created.put("id", TEXT);
        var filters = Map.of("active", FLAG, "created", new Shape.Moments(), "ids", new Shape.ListOf(TEXT));
        return List.of(
                new ApiRoute("POST", "/v1/products", Parameters.of(created, "name"), Products::create),
                new ApiRoute("GET", "/v1/products", Parameters.list(filters), Products::list),
                new ApiRoute("GET", "/v1/products/{}", Parameters.none(), call -> living(call.change(), call.id())),
                new ApiRoute("POST", "/v1/products/{}", Parameters.of(FIELDS), Products::update));
    }

    public static ObjectNode living(Change change, String id) {
        return change.find(TYPE, id).orElseThrow(() -> ApiError.notFound(TYPE, id));
    }

    /** The product that a parameter names. */
    public static ObjectNode named(Change change, String param, String id) {
        return change.find(TYPE, id).orElseThrow(() -> ApiError.noSuch(param, TYPE, id));
    }

    private static ObjectNode create(Call call) {
        var change = call.change();
        var id = call.text("id").orElseGet(() -> change.nextId("prod_", 14));
        if (change.find(id).isPresent()) {
            throw ApiError.parameter("resource_already_exists", "id", "Product already exists.");
        }
        var product = PRODUCT.start(change, id, Map.of());
        Documents.apply(product, call.params());
        change.put("product.created", product);
        return product;
    }

    private static ObjectNode list(Call call) {
        var active = call.params().path("active");
        var ids = call.params().path("ids");
        return Listing.of(
                call,
                TYPE,
                Listing.created(call)
                        .and(product -> !active.isBoolean() || active.equals(product.path("active")))
                        .and(product -> ids.isEmpty() || Documents.contains(ids, product.path("id"))));
    }

    private static ObjectNode update(Call call) {
        var before = living(call.change(), call.id());
        var after = before.deepCopy();
        Documents.apply(after, call.params());
        return Documents.replace(call.change(), "product.updated", before, after);
    }
}
