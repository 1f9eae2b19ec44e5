package omni.billing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.TaxStanding.Location;

/** Where the customers of {@link InMemoryPayments} are, and which of their subscriptions are taxed; at first nothing needs to be. */
public final class InMemoryTaxes {

    private final Map<String, Location> locations = new HashMap<>();
    private final Set<String> taxed = new HashSet<>();
    private boolean refusing;

    /** From now on the customer is read so. */
    public synchronized void place(String customerId, Location location) {
        locations.put(customerId, location);
    }

    /** From now on no subscription can be taxed. */
    public synchronized void refuse() {
        refusing = true;
    }

    public synchronized boolean isTaxed(String subscriptionId) {
        return taxed.contains(subscriptionId);
    }

    synchronized TaxStanding standing(String customerId, List<String> live) {
        var location = locations.getOrDefault(customerId, Location.NOT_NEEDED);
        return location == Location.NOT_NEEDED
                ? TaxStanding.NOT_NEEDED
                : new TaxStanding(
                        location,
                        live.stream().filter(id -> !taxed.contains(id)).toList());
    }

    synchronized PaymentOutcome<String> tax(String subscriptionId) {
        if (refusing) {
            return new Refused<>(Reason.INVALID, "customer_tax_location_invalid");
        }
        taxed.add(subscriptionId);
        return new Done<>(subscriptionId);
    }
}
