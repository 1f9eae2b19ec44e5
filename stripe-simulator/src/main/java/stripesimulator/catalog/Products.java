package stripesimulator.catalog;

import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
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
import stripesimulator.api.Listing;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
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
        var filters = Map.of("active", FLAG, "created", Shape.MOMENTS, "ids", new Shape.ListOf(TEXT));
        return List.of(
                ApiRoute.post("/v1/products", Parameters.of(created, "name"), Products::create),
                ApiRoute.get("/v1/products", Parameters.list(filters), Products::list),
                ApiRoute.show("/v1/products/{}", TYPE),
                ApiRoute.post("/v1/products/{}", Parameters.of(FIELDS), Products::update));
    }

    /** What a price's product is called. */
    public static String nameOf(Change change, JsonNode price) {
        return text(ObjectLookup.byPath(change, TYPE, text(price, "product")), "name");
    }

    private static ObjectNode create(ApiCall call) {
        var change = call.change();
        var id = call.text("id").orElseGet(() -> change.nextId("prod_", 14));
        if (change.find(id).isPresent()) {
            throw ApiError.parameter("resource_already_exists", "id", "Product already exists.");
        }
        var product = PRODUCT.start(change, id, Map.of());
        Documents.apply(product, call.params());
        return change.put("product.created", product);
    }

    private static ObjectNode list(ApiCall call) {
        var ids = call.params().path("ids");
        return Listing.of(
                call, TYPE, List.of("active"), product -> ids.isEmpty() || Documents.contains(ids, product.path("id")));
    }

    private static ObjectNode update(ApiCall call) {
        return Documents.edit(
                call.change(),
                "product.updated",
                call.object(TYPE),
                product -> Documents.apply(product, call.params()));
    }
}
