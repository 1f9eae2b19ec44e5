package omni.stripe;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Product;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.ProductListParams;
import com.stripe.param.ProductUpdateParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import omni.billing.Plan;
import omni.billing.TaxTerms;

/** The products: one for each plan, and one for metered usage, each found by its mark. */
final class ProductSync {

    private static final String USAGE_NAME = "API usage";
    private static final String USAGE_DESCRIPTION = "Calls of the month, at the price of each when it was made.";

    private final StripeClient stripe;
    private final Pen pen;
    private final Optional<String> taxCode;
    private final List<Product> present = new ArrayList<>();

    ProductSync(StripeClient stripe, Pen pen, TaxTerms tax) throws StripeException {
        this.stripe = stripe;
        this.pen = pen;
        this.taxCode = tax.codeOfProducts();
        var all = ProductListParams.builder().setLimit(Pages.SIZE).build();
        pen.needing(KeyPermission.PRODUCTS, () -> {
            Pages.all(stripe.v1().products().list(all)).forEach(present::add);
            return present;
        });
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
        var found = present.stream()
                .filter(product -> CatalogMarks.has(product.getMetadata(), wanted.mark(), wanted.value()))
                .min(comparing(Product::getCreated, nullsLast(naturalOrder())).thenComparing(Product::getId));
        if (found.isEmpty()) {
            return pen.step(
                    "create product " + wanted.name(), () -> pen.needing(KeyPermission.PRODUCTS, () -> create(wanted)));
        }
        var product = found.get();
        boolean right = wanted.name().equals(product.getName())
                && Objects.equals(wanted.description(), product.getDescription())
                && taxCode.filter(code -> !code.equals(product.getTaxCode())).isEmpty()
                && Boolean.TRUE.equals(product.getActive());
        if (!right) {
            pen.step(
                    "update product " + wanted.name() + " (" + product.getId() + ")",
                    () -> pen.needing(KeyPermission.PRODUCTS, () -> update(product, wanted)));
        }
        return product.getId();
    }

    private String create(Wanted wanted) throws StripeException {
        var params = ProductCreateParams.builder()
                .setName(wanted.name())
                .setDescription(wanted.description())
                .putMetadata(wanted.mark(), wanted.value());
        taxCode.ifPresent(params::setTaxCode);
        return stripe.v1()
                .products()
                .create(params.build(), pen.key("product:" + wanted.value()))
                .getId();
    }

    private String update(Product product, Wanted wanted) throws StripeException {
        var params = ProductUpdateParams.builder()
                .setName(wanted.name())
                .setDescription(wanted.description())
                .setActive(true);
        taxCode.ifPresent(params::setTaxCode);
        return stripe.v1()
                .products()
                .update(product.getId(), params.build(), pen.key("product:" + product.getId()))
                .getId();
    }
}
