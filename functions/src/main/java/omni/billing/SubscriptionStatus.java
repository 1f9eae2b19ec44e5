package omni.billing;

import java.util.Optional;
import omni.wire.WireName;
import omni.wire.WireNumber;

/** Stripe's words for a subscription's status. The number is permanent: the account item stores it. */
public enum SubscriptionStatus implements WireNumber {
    INCOMPLETE(1),
    INCOMPLETE_EXPIRED(2),
    TRIALING(3),
    ACTIVE(4),
    PAST_DUE(5),
    CANCELED(6),
    UNPAID(7),
    PAUSED(8);

    private final int number;

    SubscriptionStatus(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
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
        return WireName.find(values(), wire);
    }

    public static SubscriptionStatus ofNumber(long number) {
        return WireNumber.of(values(), number);
    }
}
