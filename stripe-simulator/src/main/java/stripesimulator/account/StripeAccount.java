package stripesimulator.account;

import java.util.List;
import java.util.Locale;

/**
 * Whose account it is.
 *
 * @param name of the business, as its pages and invoices show it
 * @param subscribed the types of events that its webhook asks for, or families of them as {@code price.*}; {@code *} for all
 */
public record StripeAccount(String name, List<String> subscribed) {

    private static final int DESCRIPTOR_LENGTH_AT_MOST = 22;

    public StripeAccount {
        subscribed = List.copyOf(subscribed);
    }

    /** Whether its webhook asks for events of a type; if not, they count as delivered at once. */
    public boolean isSubscribed(String type) {
        return subscribed.stream().anyMatch(family -> EventLog.isOf(type, family));
    }

    /** What stands on a cardholder's statement. */
    public String statementDescriptor() {
        var upper = name.toUpperCase(Locale.ROOT);
        return upper.substring(0, Math.min(upper.length(), DESCRIPTOR_LENGTH_AT_MOST));
    }
}
