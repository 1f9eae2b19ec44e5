package stripesimulator.account;

import java.util.List;
import java.util.Locale;

/**
 * Whose account it is.
 *
 * @param name of the business, as its pages and invoices show it
 * @param unsubscribed the types of events that its webhook does not ask for, or families of them as {@code price.*}
 */
public record StripeAccount(String name, List<String> unsubscribed) {

    private static final int DESCRIPTOR_LENGTH_AT_MOST = 22;

    public StripeAccount {
        unsubscribed = List.copyOf(unsubscribed);
    }

    /** Whether its webhook asks for events of a type; if not, they count as delivered at once. */
    public boolean isSubscribed(String type) {
        return unsubscribed.stream().noneMatch(family -> EventLog.isOf(type, family));
    }

    /** What stands on a cardholder's statement. */
    public String statementDescriptor() {
        var upper = name.toUpperCase(Locale.ROOT);
        return upper.substring(0, Math.min(upper.length(), DESCRIPTOR_LENGTH_AT_MOST));
    }
}
