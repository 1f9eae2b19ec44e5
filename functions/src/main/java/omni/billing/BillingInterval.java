package omni.billing;

import java.util.Arrays;
import java.util.Optional;

/** How often a subscription is paid; the names are those of the contract (11.6) and of Stripe. */
public enum BillingInterval {
    MONTH("month"),
    YEAR("year");

    private final String wire;

    BillingInterval(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<BillingInterval> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(interval -> interval.wire.equals(wire))
                .findFirst();
    }
}
