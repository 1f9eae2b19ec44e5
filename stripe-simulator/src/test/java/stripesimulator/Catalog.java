package stripesimulator;

import java.util.Locale;

/** What Acme sells: two plans by the month and by the year, and usage, of which the last total in a month is the month's. */
final class Catalog {

    static final String USAGE = "acme_usage";

    private Catalog() {}

    static void bring(Sandbox sandbox) {
        var plans = plan(sandbox, 0, "Personal", 5_500, 58_800) + plan(sandbox, 1, "Team", 23_900, 238_800);
        var meter = sandbox.create(
                "/v1/billing/meters",
                "display_name=Acme usage&event_name=" + USAGE + "&default_aggregation[formula]=last");
        price(
                sandbox,
                product(sandbox, "API usage"),
                USAGE,
                "&unit_amount_decimal=0.0001&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]="
                        + meter);
        sandbox.create(
                "/v1/billing_portal/configurations",
                "features[invoice_history][enabled]=true&features[payment_method_update][enabled]=true"
                        + "&features[subscription_cancel][enabled]=true&features[subscription_cancel][mode]=at_period_end"
                        + "&features[subscription_update][enabled]=true"
                        + "&features[subscription_update][default_allowed_updates][0]=price"
                        + "&features[subscription_update][proration_behavior]=create_prorations" + plans);
    }

    /** Makes a product with its two prices; answers how a portal offers it. */
    private static String plan(Sandbox sandbox, int index, String name, long month, long year) {
        var product = product(sandbox, name);
        var lookupKey = "acme_" + name.toLowerCase(Locale.ROOT);
        var offer = "&features[subscription_update][products][" + index + "]";
        return offer + "[product]=" + product
                + offer + "[prices][0]="
                + price(sandbox, product, lookupKey + "_month", "&recurring[interval]=month&unit_amount=" + month)
                + offer + "[prices][1]="
                + price(sandbox, product, lookupKey + "_year", "&recurring[interval]=year&unit_amount=" + year);
    }

    private static String product(Sandbox sandbox, String name) {
        return sandbox.create("/v1/products", "name=" + name);
    }

    private static String price(Sandbox sandbox, String product, String lookupKey, String amount) {
        return sandbox.create("/v1/prices", "currency=usd&product=" + product + "&lookup_key=" + lookupKey + amount);
    }
}
