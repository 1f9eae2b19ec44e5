package omni.billing;

import java.util.List;
import omni.wire.WireName;

/**
 * Whether the provider can work out a customer's tax, as last read.
 *
 * @param untaxed ids of the customer's live subscriptions of ours for which it works out none
 */
public record TaxStanding(Location location, List<String> untaxed) {

    /** Nothing is taxed. */
    public static final TaxStanding NOT_NEEDED = new TaxStanding(Location.NOT_NEEDED, List.of());

    /** What is known of where the customer is (contract 5.5). */
    public enum Location implements WireName {
        KNOWN,
        MISSING,
        NOT_NEEDED
    }

    public TaxStanding {
        untaxed = List.copyOf(untaxed);
    }

    public boolean isKnown() {
        return location == Location.KNOWN;
    }

    public boolean isMissing() {
        return location == Location.MISSING;
    }

    /** The subscriptions that can be taxed and are not. */
    public List<String> taxable() {
        return isKnown() ? untaxed : List.of();
    }
}
