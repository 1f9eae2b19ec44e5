package omni.fakes;

/** Ports that a test's subject has no business with: any call is a failure. */
public final class Unused {

    private Unused() {}

    public static <T> T port(Class<T> port) {
        return Around.port(port, null, call -> {
            throw new AssertionError(port.getSimpleName() + "." + call.method().getName() + " was called");
        });
    }
}
