package omni.call;

/** One step of a metered call. */
@FunctionalInterface
interface Step {

    Outcome take(Attempt attempt);

    /** What a step came to. */
    sealed interface Outcome {}

    /** The call goes on to the next step. */
    record Next(Attempt attempt) implements Outcome {}

    /** The call ends here, with this answer. */
    record Answered(Served served) implements Outcome {}
}
