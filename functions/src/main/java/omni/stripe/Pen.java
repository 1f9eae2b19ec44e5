package omni.stripe;

import com.stripe.exception.StripeException;
import java.util.List;

/**
 * Writes steps down, and carries them out if it may. What a step would create has no id before it is carried out; a
 * stand-in takes its place, which no existing thing is equal to.
 */
record Pen(boolean apply, List<CatalogSync.Step> steps) {

    /** Stands for what is not there yet. */
    static final String NOT_YET = "(new)";

    /** A write at Stripe that answers the id of what it wrote. */
    interface Write {
        String run() throws StripeException;
    }

    String step(String words, Write write) throws StripeException {
        steps.add(new CatalogSync.Step(words));
        return apply ? write.run() : NOT_YET;
    }
}
