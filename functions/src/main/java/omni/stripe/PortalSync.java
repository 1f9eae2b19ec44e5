package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.billingportal.Configuration;
import com.stripe.param.billingportal.ConfigurationCreateParams;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features.SubscriptionCancel;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features.SubscriptionUpdate;
import com.stripe.param.billingportal.ConfigurationListParams;
import com.stripe.param.billingportal.ConfigurationUpdateParams;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The portal's configuration, found by its mark: change the card, change the plan among those on sale, cancel at the
 * period's end, see invoices. Its features are written whole, so that what is compared is what is written.
 */
final class PortalSync {

    /** Raised with every change of the features below, so that configurations made before it are written anew. */
    private static final String VERSION = "1";

    private final StripeClient stripe;
    private final Pen pen;

    PortalSync(StripeClient stripe, Pen pen) {
        this.stripe = stripe;
        this.pen = pen;
    }

    /** The prices that each product can be changed to. */
    void offering(Map<String, List<String>> pricesByProduct) throws StripeException {
        var present = present(stripe);
        if (present.isEmpty()) {
            pen.step("create portal configuration", () -> create(pricesByProduct));
        } else if (!isRight(present.get(), pricesByProduct)) {
            var id = present.get().getId();
            pen.step("update portal configuration (" + id + ")", () -> update(id, pricesByProduct));
        }
    }

    /** The active configuration that bears our mark. */
    static Optional<Configuration> present(StripeClient stripe) throws StripeException {
        var active = ConfigurationListParams.builder()
                .setActive(true)
                .setLimit(Pages.SIZE)
                .build();
        for (var configuration :
                Pages.all(stripe.v1().billingPortal().configurations().list(active))) {
            var metadata = configuration.getMetadata();
            if (metadata != null && metadata.containsKey(CatalogMarks.PORTAL)) {
                return Optional.of(configuration);
            }
        }
        return Optional.empty();
    }

    private static boolean isRight(Configuration configuration, Map<String, List<String>> wanted) {
        var offered = new HashMap<String, Set<String>>();
        configuration
                .getFeatures()
                .getSubscriptionUpdate()
                .getProducts()
                .forEach(product -> offered.put(product.getProduct(), new HashSet<>(product.getPrices())));
        var asSets = new HashMap<String, Set<String>>();
        wanted.forEach((product, prices) -> asSets.put(product, new HashSet<>(prices)));
        return VERSION.equals(configuration.getMetadata().get(CatalogMarks.PORTAL)) && offered.equals(asSets);
    }

    private String create(Map<String, List<String>> pricesByProduct) throws StripeException {
        var params = params(pricesByProduct);
        var key = "omni:catalog:portal:" + VERSION + ":"
                + Integer.toHexString(pricesByProduct.toString().hashCode());
        return stripe.v1()
                .billingPortal()
                .configurations()
                .create(params, StripeClients.withIdempotencyKey(key))
                .getId();
    }

    private String update(String id, Map<String, List<String>> pricesByProduct) throws StripeException {
        // The parameters of an update are other classes of the same fields.
        var params = ConfigurationUpdateParams.builder()
                .putExtraParam("features", params(pricesByProduct).toMap().get("features"))
                .putMetadata(CatalogMarks.PORTAL, VERSION)
                .build();
        return stripe.v1().billingPortal().configurations().update(id, params).getId();
    }

    private static ConfigurationCreateParams params(Map<String, List<String>> pricesByProduct) {
        return ConfigurationCreateParams.builder()
                .setFeatures(features(pricesByProduct))
                .putMetadata(CatalogMarks.PORTAL, VERSION)
                .build();
    }

    private static Features features(Map<String, List<String>> pricesByProduct) {
        var update = SubscriptionUpdate.builder()
                .setEnabled(true)
                .addDefaultAllowedUpdate(SubscriptionUpdate.DefaultAllowedUpdate.PRICE)
                .setProrationBehavior(SubscriptionUpdate.ProrationBehavior.CREATE_PRORATIONS);
        pricesByProduct.forEach((product, prices) -> update.addProduct(SubscriptionUpdate.Product.builder()
                .setProduct(product)
                .addAllPrice(prices)
                .build()));
        return Features.builder()
                .setCustomerUpdate(Features.CustomerUpdate.builder()
                        .setEnabled(true)
                        .addAllowedUpdate(Features.CustomerUpdate.AllowedUpdate.EMAIL)
                        .addAllowedUpdate(Features.CustomerUpdate.AllowedUpdate.NAME)
                        .addAllowedUpdate(Features.CustomerUpdate.AllowedUpdate.ADDRESS)
                        .addAllowedUpdate(Features.CustomerUpdate.AllowedUpdate.TAX_ID)
                        .build())
                .setInvoiceHistory(
                        Features.InvoiceHistory.builder().setEnabled(true).build())
                .setPaymentMethodUpdate(
                        Features.PaymentMethodUpdate.builder().setEnabled(true).build())
                .setSubscriptionCancel(SubscriptionCancel.builder()
                        .setEnabled(true)
                        .setMode(SubscriptionCancel.Mode.AT_PERIOD_END)
                        .build())
                .setSubscriptionUpdate(update.build())
                .build();
    }
}
