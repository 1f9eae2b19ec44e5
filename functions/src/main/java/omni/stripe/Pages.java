package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Stripe's lists, to their last page. What they are sorted by is Stripe's affair: nothing is read from it. */
final class Pages {

    /** The most that a page holds. */
    static final long SIZE = 100;

    private Pages() {}

    static <T extends HasId> Iterable<T> all(StripeCollection<T> list) {
        required(list.getData(), "data of a list");
        return list.autoPagingIterable();
    }

    static <T extends HasId> Stream<T> stream(StripeCollection<T> list) {
        return StreamSupport.stream(all(list).spliterator(), false);
    }
}
