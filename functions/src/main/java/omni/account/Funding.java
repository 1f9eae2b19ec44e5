package omni.account;

import omni.wire.WireNumber;

/** Who pays for a unit. The number is permanent: stored rows refer to it. */
public enum Funding implements WireNumber {
    NONE(0),
    GRANT(1),
    PAID(2);

    private final int number;

    Funding(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    public static Funding ofNumber(long number) {
        return WireNumber.of(values(), number);
    }
}
