package omni.fakes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What a test does around each call of a port, whichever implementation stands behind it. */
@FunctionalInterface
public interface Around {

    /** Makes the call, or not. */
    @Nullable
    Object at(Call call) throws Throwable;

    /** One call as it was meant. */
    final class Call {

        private final @Nullable Object port;
        private final Method method;
        private final @Nullable Object @Nullable [] arguments;

        private Call(@Nullable Object port, Method method, @Nullable Object @Nullable [] arguments) {
            this.port = port;
            this.method = method;
            this.arguments = arguments;
        }

        /** What it is made on; null where nothing stands behind it. */
        public @Nullable Object port() {
            return port;
        }

        public Method method() {
            return method;
        }

        public boolean is(String name) {
            return method.getName().equals(name);
        }

        /** The argument at this place. */
        public @Nullable Object argument(int index) {
            return arguments == null ? null : arguments[index];
        }

        public @Nullable Object make() throws Throwable {
            try {
                return method.invoke(port, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    static <T> T port(Class<T> type, @Nullable T real, Around around) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> around.at(new Call(real, method, arguments))));
    }

    /** A port where something else happens before each call of one method. */
    static <T> T before(String name, Class<T> type, T real, Runnable other) {
        return port(type, real, call -> {
            if (call.is(name)) {
                other.run();
            }
            return call.make();
        });
    }
}
