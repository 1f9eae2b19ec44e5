package omni.billing;

import java.util.Optional;
import omni.wire.WireName;

/** How often a subscription is paid; the names are those of the contract (11.6) and of Stripe. */
public enum BillingInterval implements WireName {
    MONTH,
    YEAR;

    public static Optional<BillingInterval> ofWire(String wire) {
        return WireName.find(values(), wire);
    }
}
