package omni.stripe;

import java.util.Map;
import omni.billing.BillingInterval;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;

/**
 * How the catalog's things are found again at Stripe: products by metadata, prices by lookup key, the meter by event
 * name. The names are permanent; {@link CatalogSync} writes them and {@link StripePayments} looks for them.
 */
final class CatalogMarks {

    /** Metadata of a plan's product (contract 12). */
    static final String PLAN = "omniPlanKey";

    /** Metadata of the product that metered usage is charged by: the technical subscription's. */
    static final String METER = "omniMeter";

    /** Metadata of the portal's configuration; its value is a version of what we set there. */
    static final String PORTAL = "omniPortal";

    /** Event name of the one meter, value of {@link #METER}, and lookup key of its price. */
    static final String USAGE = "omni_usage";

    /** The member of a meter event's payload that names the customer. */
    static final String METER_CUSTOMER = "stripe_customer_id";

    /** The one that holds the total. */
    static final String METER_VALUE = "value";

    private CatalogMarks() {}

    /** Whether metadata, which an object may lack, has a mark of that value. */
    static boolean has(@Nullable Map<String, String> metadata, String mark, String value) {
        return metadata != null && value.equals(metadata.get(mark));
    }

    static String lookupKey(PlanKey plan, BillingInterval interval) {
        return "omni_" + plan.wire() + "_" + interval.wire();
    }
}
