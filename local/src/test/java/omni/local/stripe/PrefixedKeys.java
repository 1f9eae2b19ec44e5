package omni.local.stripe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling;
import omni.billing.UsageBilling.UsageTotal;

/**
 * A port whose idempotency keys, and identifiers of statements, are one run's own, as a real account remembers those of earlier
 * runs for a day.
 */
final class PrefixedKeys {

    private PrefixedKeys() {}

    static <T> T of(Class<T> port, T real, String prefix) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (_, method, arguments) -> call(method, real, arguments.clone(), prefix)));
    }

    private static Object call(Method method, Object real, Object[] arguments, String prefix) throws Throwable {
        if (real instanceof UsageBilling usage && arguments[0] instanceof UsageTotal total) {
            var own = new UsageTotal(prefix + total.identifier(), total.customerId(), total.total(), total.at());
            return usage.report(own, prefix + arguments[1]).then(_ -> new Done<>(total));
        }
        int last = arguments.length - 1;
        if (method.getParameters()[last].getName().equals("idempotencyKey")) {
            arguments[last] = prefix + arguments[last];
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
