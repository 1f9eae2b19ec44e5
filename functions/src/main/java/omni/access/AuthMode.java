package omni.access;

import omni.wire.WireNumber;

/** How a caller proved who it is (contract 3.1). The number is permanent: stored rows refer to it. */
public enum AuthMode implements WireNumber {
    API_KEY(1),
    BEARER(2),
    SESSION(3);

    private final int number;

    AuthMode(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    public boolean human() {
        return this != API_KEY;
    }

    public static AuthMode ofNumber(long number) {
        return WireNumber.of(values(), number);
    }
}
