package omni.fakes;

/** Ports whose n-th call, counted over all of them, does not go as it should. */
public final class Stumbling {

    private final int step;
    private final Around trouble;
    private int calls;

    /** A process that dies. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    public Stumbling(int step, Around trouble) {
        this.step = step;
        this.trouble = trouble;
    }

    /** With calls that all go well, to be counted. */
    public static Stumbling never() {
        return new Stumbling(Integer.MAX_VALUE, call -> call.make());
    }

    public static Around diesBefore() {
        return _ -> {
            throw new Death();
        };
    }

    public static Around diesAfter() {
        return call -> {
            call.make();
            throw new Death();
        };
    }

    /** Something else happens just before the call. */
    public static Around first(Runnable other) {
        return call -> {
            other.run();
            return call.make();
        };
    }

    /** Something else happens between the call and its answer. */
    public static Around then(Runnable other) {
        return call -> {
            var answer = call.make();
            other.run();
            return answer;
        };
    }

    public int calls() {
        return calls;
    }

    public <T> T port(Class<T> type, T real) {
        return Around.port(type, real, call -> ++calls == step ? trouble.at(call) : call.make());
    }
}
