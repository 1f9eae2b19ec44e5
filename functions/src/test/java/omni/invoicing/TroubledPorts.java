package omni.invoicing;

import java.lang.reflect.Method;
import omni.access.StoreUnavailable;
import omni.account.Accounts;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.fakes.Around;
import omni.fakes.Stumbling;
import omni.ledger.RollUps;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;

/** The ports of a push, whose n-th call, counted over all of them, does not go as it should. */
final class TroubledPorts {

    /** What happens to that call. */
    enum Trouble {
        /** The process dies before it. */
        DIES_BEFORE,
        /** The process dies when it took effect. */
        DIES_AFTER,
        /** It does not arrive. */
        LOST_BEFORE,
        /** It takes effect, its answer is lost. */
        LOST_AFTER,
        /** Something else happens just before it. */
        OTHER_BEFORE,
        /** Something else happens between it and its answer. */
        OTHER_AFTER;

        private boolean before() {
            return this == DIES_BEFORE || this == LOST_BEFORE || this == OTHER_BEFORE;
        }
    }

    private final int step;
    private final Trouble trouble;
    private final Runnable other;
    private int calls;

    TroubledPorts(int step, Trouble trouble, Runnable other) {
        this.step = step;
        this.trouble = trouble;
        this.other = other;
    }

    /** Calls so far. */
    int calls() {
        return calls;
    }

    UsagePush.Ports over(UsagePush.Ports real) {
        return new UsagePush.Ports(
                port(Accounts.class, real.accounts()),
                port(Meter.class, real.meter()),
                port(RollUps.class, real.rollUps()),
                port(MonthBooks.class, real.books()),
                port(Payments.class, real.payments()),
                port(UsageBilling.class, real.usage()),
                real.lines(),
                real.renewal());
    }

    private <T> T port(Class<T> type, T real) {
        return Around.port(type, real, call -> ++calls == step ? callTroubled(call) : call.make());
    }

    private @Nullable Object callTroubled(Around.Call call) throws Throwable {
        if (trouble.before()) {
            return happens() ? loseAnswer(call.method()) : call.make();
        }
        var answer = call.make();
        return happens() ? loseAnswer(call.method()) : answer;
    }

    /** Whether the answer is lost by it. */
    private boolean happens() {
        return switch (trouble) {
            case DIES_BEFORE, DIES_AFTER -> throw new Stumbling.Death();
            case LOST_BEFORE, LOST_AFTER -> true;
            case OTHER_BEFORE, OTHER_AFTER -> {
                other.run();
                yield false;
            }
        };
    }

    private static Object loseAnswer(Method method) {
        if (method.getReturnType() == PaymentOutcome.class) {
            return new PaymentOutcome.Unavailable<>("no answer");
        }
        if (method.getReturnType() == Meter.Result.class) {
            return new Meter.Result.Unknown("no answer");
        }
        throw new StoreUnavailable(method.getName(), new IllegalStateException("a test's fault"));
    }
}
