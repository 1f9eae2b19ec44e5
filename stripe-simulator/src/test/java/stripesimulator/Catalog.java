package stripesimulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceCreateParams.Recurring;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterCreateParams.DefaultAggregation;
import com.stripe.param.billingportal.ConfigurationCreateParams;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features.SubscriptionCancel;
import com.stripe.param.billingportal.ConfigurationCreateParams.Features.SubscriptionUpdate;
import java.math.BigDecimal;

/** What Acme sells: two plans by the month and by the year, and usage, of which the last total in a month is the month's. */
final class Catalog {

    static final String USAGE = "acme_usage";

    private Catalog() {}

    static void bring(StripeClient stripe) throws StripeException {
        var update = SubscriptionUpdate.builder()
                .setEnabled(true)
                .addDefaultAllowedUpdate(SubscriptionUpdate.DefaultAllowedUpdate.PRICE)
                .setProrationBehavior(SubscriptionUpdate.ProrationBehavior.CREATE_PRORATIONS)
                .addProduct(plan(stripe, "Personal", 5_500, 58_800))
                .addProduct(plan(stripe, "Team", 23_900, 238_800));
        usage(stripe);
        portal(stripe, update.build());
    }

    private static SubscriptionUpdate.Product plan(StripeClient stripe, String name, long month, long year)
            throws StripeException {
        var product = product(stripe, name);
        var lookupKey = "acme_" + name.toLowerCase(java.util.Locale.ROOT);
        return SubscriptionUpdate.Product.builder()
                .setProduct(product)
                .addPrice(price(stripe, product, lookupKey + "_month", Recurring.Interval.MONTH, month))
                .addPrice(price(stripe, product, lookupKey + "_year", Recurring.Interval.YEAR, year))
                .build();
    }

    private static String product(StripeClient stripe, String name) throws StripeException {
        return stripe.v1()
                .products()
                .create(ProductCreateParams.builder().setName(name).build())
                .getId();
    }

    private static String price(
            StripeClient stripe, String product, String lookupKey, Recurring.Interval interval, long cents)
            throws StripeException {
        return stripe.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setLookupKey(lookupKey)
                        .setProduct(product)
                        .setRecurring(Recurring.builder().setInterval(interval).build())
                        .setUnitAmount(cents)
                        .build())
                .getId();
    }

    private static void usage(StripeClient stripe) throws StripeException {
        var meter = stripe.v1()
                .billing()
                .meters()
                .create(MeterCreateParams.builder()
                        .setDisplayName("Acme usage")
                        .setEventName(USAGE)
                        .setDefaultAggregation(DefaultAggregation.builder()
                                .setFormula(DefaultAggregation.Formula.LAST)
                                .build())
                        .build());
        stripe.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setLookupKey(USAGE)
                        .setProduct(product(stripe, "API usage"))
                        .setRecurring(Recurring.builder()
                                .setInterval(Recurring.Interval.MONTH)
                                .setMeter(meter.getId())
                                .setUsageType(Recurring.UsageType.METERED)
                                .build())
                        .setUnitAmountDecimal(new BigDecimal("0.0001"))
                        .build());
    }

    private static void portal(StripeClient stripe, SubscriptionUpdate update) throws StripeException {
        var features = Features.builder()
                .setInvoiceHistory(
                        Features.InvoiceHistory.builder().setEnabled(true).build())
                .setPaymentMethodUpdate(
                        Features.PaymentMethodUpdate.builder().setEnabled(true).build())
                .setSubscriptionCancel(SubscriptionCancel.builder()
                        .setEnabled(true)
                        .setMode(SubscriptionCancel.Mode.AT_PERIOD_END)
                        .build())
                .setSubscriptionUpdate(update);
        stripe.v1()
                .billingPortal()
                .configurations()
                .create(ConfigurationCreateParams.builder()
                        .setFeatures(features.build())
                        .build());
    }
}
