package omni.access;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that may change while the process lives, as secrets do. What is made of it is made once for each value, so
 * that asking costs nothing while it stays the same. Says nothing of its value in a message.
 */
public final class Rotating<T> {

    private final Supplier<T> source;

    private Rotating(Supplier<T> source) {
        this.source = source;
    }

    /**
     * The value that a source gives.
     *
     * @param source gives the same object for as long as the value is the same; safe for use by several threads
     */
    public static <T> Rotating<T> of(Supplier<T> source) {
        return new Rotating<>(source);
    }

    public static <T> Rotating<T> ofConstant(T value) {
        return new Rotating<>(() -> value);
    }

    /** The value of this moment: whoever uses it twice for one thing asks once. */
    public T now() {
        return source.get();
    }

    /** What is made of each value: by the first who asks after a change, without keeping others waiting. */
    public <R> Rotating<R> map(Function<? super T, ? extends R> make) {
        return new Rotating<>(new Made<>(source, make));
    }

    private static final class Made<T, R> implements Supplier<R> {

        private record Last<T, R>(T of, R value) {}

        private final Supplier<T> source;
        private final Function<? super T, ? extends R> make;
        private volatile @Nullable Last<T, R> last;

        Made(Supplier<T> source, Function<? super T, ? extends R> make) {
            this.source = source;
            this.make = make;
        }

        /** Whether it is the same object is asked for each request: comparing secrets would take longer. */
        @Override
        @SuppressWarnings("ReferenceEquality") // a new value is a new object: see above
        public R get() {
            var of = source.get();
            var known = last;
            if (known == null || known.of() != of) {
                known = new Last<>(of, make.apply(of));
                last = known;
            }
            return known.value();
        }
    }

    @Override
    public String toString() {
        return "Rotating";
    }
}
