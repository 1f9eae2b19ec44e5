package omni.sec;

import java.util.function.Function;

/** What asking a source gave: a value, or the source's failure. */
public sealed interface Reading<T> {

    /** The source answered. */
    record Got<T>(T value) implements Reading<T> {}

    /**
     * The source did not answer, or not readably.
     *
     * @param reason for our log, never for the caller
     */
    record Failed<T>(String reason) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Got<>(value);
    }

    default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
        return switch (this) {
            case Got<T>(var value) -> next.apply(value);
            case Failed<T>(var reason) -> new Failed<>(reason);
        };
    }

    default <R> Reading<R> map(Function<? super T, ? extends R> change) {
        return then(value -> new Got<>(change.apply(value)));
    }
}
