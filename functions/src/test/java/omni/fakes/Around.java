package omni.fakes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What a test does around each call of a port, whichever implementation stands behind it. */
@FunctionalInterface
public interface Around {

    /** The call as it was meant. */
    interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    /** Makes the call, or not. */
    @Nullable
    Object at(Method method, Call call) throws Throwable;

    static <T> T port(Class<T> type, @Nullable T real, Around around) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> around.at(method, () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }
}
