package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.model.HasId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The newest of several things at Stripe, whatever the order of the list that they come from; within a second by id. */
final class Newest {

    private Newest() {}

    /** Its id; one that does not say when it was made is older than all others. */
    static <T extends HasId> Optional<String> of(Collection<T> things, Function<T, @Nullable Long> created) {
        return one(things, created).map(thing -> required(thing.getId(), "id"));
    }

    static <T extends HasId> Optional<T> one(Collection<T> things, Function<T, @Nullable Long> created) {
        return things.stream()
                .max(Comparator.comparing(
                                (T thing) -> Moments.of(created.apply(thing)).orElse(Instant.MIN))
                        .thenComparing(thing -> String.valueOf(thing.getId())));
    }
}
