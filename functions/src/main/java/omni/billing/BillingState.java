package omni.billing;

import omni.wire.WireNumber;

/** The eight billing states (contract 5.2). The number is permanent: stored rows refer to it. */
public enum BillingState implements WireNumber {
    SANDBOX_GRANT(1),
    PAYG_PENDING_CARD(2),
    PAYG_ACTIVE(3),
    PERSONAL_ACTIVE(4),
    TEAM_ACTIVE(5),
    COMMERCIAL_ACTIVE(6),
    PAYMENT_FAILED(7),
    RESTRICTED_READ_ONLY(8);

    private final int number;

    BillingState(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    public static BillingState ofNumber(long number) {
        return WireNumber.of(values(), number);
    }
}
