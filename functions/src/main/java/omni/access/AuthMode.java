package omni.access;

/** How a caller proved who it is (contract 3.1). The number is permanent: stored rows refer to it. */
public enum AuthMode {
    API_KEY(1, "api_key"),
    BEARER(2, "bearer"),
    SESSION(3, "session");

    private final int number;
    private final String wire;

    AuthMode(int number, String wire) {
        this.number = number;
        this.wire = wire;
    }

    public int number() {
        return number;
    }

    public String wire() {
        return wire;
    }

    public boolean human() {
        return this != API_KEY;
    }

    public static AuthMode ofNumber(long number) {
        for (var mode : values()) {
            if (mode.number == number) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no authentication mode has the number " + number);
    }
}
