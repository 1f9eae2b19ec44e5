package stripesimulator.fault;

/** A fault and how often it has happened. Guarded by whoever holds it. */
public final class FaultCount<F> {

    private final F fault;
    private int used;

    FaultCount(F fault) {
        this.fault = fault;
    }

    /** As it stood when it was looked at. */
    public record Used<F>(F fault, int used) {}

    F fault() {
        return fault;
    }

    int times() {
        return used;
    }

    void count() {
        used++;
    }

    Used<F> snapshot() {
        return new Used<>(fault, used);
    }
}
