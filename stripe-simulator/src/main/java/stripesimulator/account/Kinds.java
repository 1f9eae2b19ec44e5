package stripesimulator.account;

import java.util.Map;
import java.util.Set;

/** What the account itself has to know of kinds of objects, by what stands under {@code object}. */
public final class Kinds {

    public static final String CHARGE = "charge";
    public static final String CHECKOUT_SESSION = "checkout.session";
    public static final String INVOICE = "invoice";
    public static final String METER_EVENT = "billing.meter_event";
    public static final String SUBSCRIPTION = "subscription";
    public static final String TAX_ID = "tax_id";

    /** Where a meter event names its customer; only the simulator knows it. */
    public static final String CUSTOMER_OF_METER_EVENT = "_customer";

    /** What time acts on by itself. */
    private static final Set<String> TIMED = Set.of(CHECKOUT_SESSION, INVOICE, SUBSCRIPTION);

    /** What is a customer's from the start, for good, and where its customer is named. */
    private static final Map<String, String> CUSTOMER_FIELDS = Map.of(
            CHARGE, "customer",
            INVOICE, "customer",
            METER_EVENT, CUSTOMER_OF_METER_EVENT,
            SUBSCRIPTION, "customer",
            TAX_ID, "customer");

    private Kinds() {}

    static boolean isTimed(String kind) {
        return TIMED.contains(kind);
    }

    static boolean isOfACustomer(String kind) {
        return CUSTOMER_FIELDS.containsKey(kind);
    }

    /** The field that names the customer of a kind for which {@link #isOfACustomer} says yes. */
    static String customerField(String kind) {
        return CUSTOMER_FIELDS.getOrDefault(kind, "customer");
    }
}
