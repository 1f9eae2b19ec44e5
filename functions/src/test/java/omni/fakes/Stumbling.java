package omni.fakes;

import omni.fakes.Around.Call;
import org.jspecify.annotations.Nullable;

/** Ports whose n-th call, counted over all of them, does not go as it should. */
public final class Stumbling {

    private final int step;
    private final Trouble trouble;
    private int calls;

    /** What happens around the n-th call. */
    public interface Trouble {

        /** Makes the call, or not; {@code port} is what it is made on. */
        @Nullable
        Object on(Object port, Call call) throws Throwable;
    }

    /** A process that dies. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    public Stumbling(int step, Trouble trouble) {
        this.step = step;
        this.trouble = trouble;
    }

    /** With calls that all go well, to be counted. */
    public static Stumbling never() {
        return new Stumbling(Integer.MAX_VALUE, (_, call) -> call.make());
    }

    public static Trouble diesBefore() {
        return (_, _) -> {
            throw new Death();
        };
    }

    public static Trouble diesAfter() {
        return (_, call) -> {
            call.make();
            throw new Death();
        };
    }

    /** Something else happens just before the call. */
    public static Trouble first(Runnable other) {
        return (_, call) -> {
            other.run();
            return call.make();
        };
    }

    /** Something else happens between the call and its answer. */
    public static Trouble then(Runnable other) {
        return (_, call) -> {
            var answer = call.make();
            other.run();
            return answer;
        };
    }

    public int calls() {
        return calls;
    }

    public <T> T port(Class<T> type, T real) {
        return Around.port(type, real, (_, call) -> ++calls == step ? trouble.on(real, call) : call.make());
    }
}
