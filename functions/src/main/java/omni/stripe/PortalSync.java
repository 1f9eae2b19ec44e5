package omni.stripe;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

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

    private static final String OFFERED = "data.features.subscription_update.products";

    private final StripeClient stripe;
    private final Pen pen;

    PortalSync(StripeClient stripe, Pen pen) {
        this.stripe = stripe;
        this.pen = pen;
    }

    /** The prices that each product can be changed to. */
    void offering(Map<String, List<String>> pricesByProduct) throws StripeException {
        pen.needing(KeyPermission.PORTAL, () -> sync(pricesByProduct));
    }

    private String sync(Map<String, List<String>> pricesByProduct) throws StripeException {
        var present = present(stripe, active().addExpand(OFFERED));
        if (present.isEmpty()) {
            return pen.step("create portal configuration", () -> create(pricesByProduct));
        }
        var id = present.get().getId();
        return isRight(present.get(), pricesByProduct)
                ? id
                : pen.step("update portal configuration (" + id + ")", () -> update(id, pricesByProduct));
    }

    private static ConfigurationListParams.Builder active() {
        return ConfigurationListParams.builder().setActive(true).setLimit(Pages.SIZE);
    }

    /** The active configuration that bears our mark; the oldest, if two runs at once have made two. */
    static Optional<Configuration> present(StripeClient stripe) throws StripeException {
        return present(stripe, active());
    }

    private static Optional<Configuration> present(StripeClient stripe, ConfigurationListParams.Builder params)
            throws StripeException {
        return Pages.stream(stripe.v1().billingPortal().configurations().list(params.build()))
                .filter(configuration -> configuration.getMetadata() != null
                        && configuration.getMetadata().containsKey(CatalogMarks.PORTAL))
                .min(comparing(Configuration::getCreated, nullsLast(naturalOrder()))
                        .thenComparing(Configuration::getId));
    }

    private static boolean isRight(Configuration configuration, Map<String, List<String>> wanted) {
        var offered = new HashMap<String, Set<String>>();
        offered(configuration)
                .forEach(product -> offered.put(
                        product.getProduct(),
                        product.getPrices() == null ? Set.of() : Set.copyOf(product.getPrices())));
        var asSets = new HashMap<String, Set<String>>();
        wanted.forEach((product, prices) -> asSets.put(product, new HashSet<>(prices)));
        return CatalogMarks.has(configuration.getMetadata(), CatalogMarks.PORTAL, VERSION) && offered.equals(asSets);
    }

    /** Stripe leaves them out unless they are asked for by {@link #OFFERED}. */
    private static List<Configuration.Features.SubscriptionUpdate.Product> offered(Configuration configuration) {
        return Optional.ofNullable(configuration.getFeatures())
                .map(Configuration.Features::getSubscriptionUpdate)
                .map(Configuration.Features.SubscriptionUpdate::getProducts)
                .orElse(List.of());
    }

    private String create(Map<String, List<String>> pricesByProduct) throws StripeException {
        return stripe.v1()
                .billingPortal()
                .configurations()
                .create(params(pricesByProduct), pen.key("portal"))
                .getId();
    }

    private String update(String id, Map<String, List<String>> pricesByProduct) throws StripeException {
        // The parameters of an update are other classes of the same fields.
        var params = ConfigurationUpdateParams.builder()
                .putExtraParam("features", params(pricesByProduct).toMap().get("features"))
                .putMetadata(CatalogMarks.PORTAL, VERSION)
                .build();
        return stripe.v1()
                .billingPortal()
                .configurations()
                .update(id, params, pen.key("portal:" + id))
                .getId();
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
