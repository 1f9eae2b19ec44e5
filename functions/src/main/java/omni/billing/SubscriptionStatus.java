package omni.billing;

import java.util.Arrays;
import java.util.Optional;

/** Stripe's words for a subscription's status. The number is permanent: the account item stores it. */
public enum SubscriptionStatus {
    INCOMPLETE(1, "incomplete"),
    INCOMPLETE_EXPIRED(2, "incomplete_expired"),
    TRIALING(3, "trialing"),
    ACTIVE(4, "active"),
    PAST_DUE(5, "past_due"),
    CANCELED(6, "canceled"),
    UNPAID(7, "unpaid"),
    PAUSED(8, "paused");

    private final int number;
    private final String wire;

    SubscriptionStatus(int number, String wire) {
        this.number = number;
        this.wire = wire;
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    /** Whether the plan serves: rows 6 and 7 of contract 5.2. */
    public boolean serves() {
        return this == ACTIVE || this == TRIALING;
    }

    /** Whether the plan counts as bought: footnote 1 of contract 5.2. */
    public boolean isBought() {
        return switch (this) {
            case ACTIVE, TRIALING, PAST_DUE, UNPAID -> true;
            case INCOMPLETE, INCOMPLETE_EXPIRED, PAUSED, CANCELED -> false;
        };
    }

    public static Optional<SubscriptionStatus> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire.equals(wire))
                .findFirst();
    }

    public static SubscriptionStatus ofNumber(long number) {
        for (var status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        throw new IllegalArgumentException("no subscription status has the number " + number);
    }
}
