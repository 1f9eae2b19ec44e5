package omni.fakes;

/** Ports each of whose calls is a step at which a test may act, before the call and after its effect. */
public final class Steps {

    /** What a test does at a step; {@code done} says whether its effect has taken place. */
    public interface Step {
        void at(boolean done);
    }

    private volatile Step step = done -> {};

    public void onStep(Step next) {
        step = next;
    }

    public <T> T port(Class<T> type, T real) {
        return Around.port(type, real, call -> {
            step.at(false);
            try {
                return call.make();
            } finally {
                step.at(true);
            }
        });
    }
}
