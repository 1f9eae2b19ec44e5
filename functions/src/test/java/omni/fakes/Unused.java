package omni.fakes;

import java.lang.reflect.Proxy;

/** Ports that a test's subject has no business with: any call is a failure. */
public final class Unused {

    private Unused() {}

    public static <T> T port(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            throw new AssertionError(port.getSimpleName() + "." + method.getName() + " was called");
        }));
    }
}
