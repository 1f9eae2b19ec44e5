package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Product;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.ProductListParams;
import com.stripe.param.ProductUpdateParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import omni.billing.Plan;

/** The products: one for each plan, and one for metered usage, each found by its mark. */
final class ProductSync {

    private static final String USAGE_NAME = "API usage";
    private static final String USAGE_DESCRIPTION = "Calls of the month, at the price of each when it was made.";

    private final StripeClient stripe;
    private final Pen pen;
    private final List<Product> present = new ArrayList<>();

    ProductSync(StripeClient stripe, Pen pen) throws StripeException {
        this.stripe = stripe;
        this.pen = pen;
        var all = ProductListParams.builder().setLimit(Pages.SIZE).build();
        Pages.all(stripe.v1().products().list(all)).forEach(present::add);
    }

    private record Wanted(String mark, String value, String name, String description) {}

    String ofPlan(Plan plan) throws StripeException {
        return id(new Wanted(
                CatalogMarks.PLAN, plan.key().wire(), plan.displayName(), String.join("; ", plan.features())));
    }

    String usage() throws StripeException {
        return id(new Wanted(CatalogMarks.METER, CatalogMarks.USAGE, USAGE_NAME, USAGE_DESCRIPTION));
    }

    private String id(Wanted wanted) throws StripeException {
        var found = Newest.one(
                present.stream().filter(product -> bears(product, wanted)).toList(), Product::getCreated);
        if (found.isEmpty()) {
            return pen.step("create product " + wanted.name(), () -> create(wanted));
        }
        var product = found.get();
        var id = required(product.getId(), "id of the product");
        boolean right = wanted.name().equals(product.getName())
                && Objects.equals(wanted.description(), product.getDescription())
                && Boolean.TRUE.equals(product.getActive());
        if (!right) {
            pen.step("update product " + wanted.name() + " (" + id + ")", () -> update(id, wanted));
        }
        return id;
    }

    private static boolean bears(Product product, Wanted wanted) {
        var metadata = product.getMetadata();
        return metadata != null && wanted.value().equals(metadata.get(wanted.mark()));
    }

    private String create(Wanted wanted) throws StripeException {
        var params = ProductCreateParams.builder()
                .setName(wanted.name())
                .setDescription(wanted.description())
                .putMetadata(wanted.mark(), wanted.value())
                .build();
        var key = "omni:catalog:product:" + wanted.value() + ":" + wanted.name();
        return required(
                stripe.v1()
                        .products()
                        .create(params, StripeClients.withIdempotencyKey(key))
                        .getId(),
                "id of the product");
    }

    private String update(String id, Wanted wanted) throws StripeException {
        var params = ProductUpdateParams.builder()
                .setName(wanted.name())
                .setDescription(wanted.description())
                .setActive(true)
                .build();
        stripe.v1().products().update(id, params);
        return id;
    }
}
