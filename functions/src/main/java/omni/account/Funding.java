package omni.account;

/** Who pays for a unit. The number is permanent: stored rows refer to it. */
public enum Funding {
    NONE(0, "none"),
    GRANT(1, "grant"),
    PAID(2, "paid");

    private final int number;
    private final String wire;

    Funding(int number, String wire) {
        this.number = number;
        this.wire = wire;
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    public static Funding ofNumber(long number) {
        for (var funding : values()) {
            if (funding.number == number) {
                return funding;
            }
        }
        throw new IllegalArgumentException("no funding has the number " + number);
    }
}
