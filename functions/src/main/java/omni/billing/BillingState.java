package omni.billing;

/** The eight billing states (contract 5.2). The number is permanent: stored rows refer to it. */
public enum BillingState {
    SANDBOX_GRANT(1, "sandbox_grant"),
    PAYG_PENDING_CARD(2, "payg_pending_card"),
    PAYG_ACTIVE(3, "payg_active"),
    PERSONAL_ACTIVE(4, "personal_active"),
    TEAM_ACTIVE(5, "team_active"),
    COMMERCIAL_ACTIVE(6, "commercial_active"),
    PAYMENT_FAILED(7, "payment_failed"),
    RESTRICTED_READ_ONLY(8, "restricted_read_only");

    private final int number;
    private final String wire;

    BillingState(int number, String wire) {
        this.number = number;
        this.wire = wire;
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    public static BillingState ofNumber(long number) {
        for (var state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("no billing state has the number " + number);
    }
}
