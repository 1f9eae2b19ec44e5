package omni.stripe;

import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes steps down, and carries them out if it may. What a step would create has no id before it is carried out; a
 * stand-in takes its place, which no existing thing is equal to.
 *
 * @param run names this run in its idempotency keys: what an earlier run left is found by looking, never by its key, under which Stripe may
 *     have kept a failure
 */
record Pen(boolean apply, List<CatalogSync.Step> steps, String run) {

    /** Stands for what is not there yet. */
    static final String NOT_YET = "(new)";

    static Pen of(boolean apply) {
        return new Pen(apply, new ArrayList<>(), UUID.randomUUID().toString());
    }

    /** A request to Stripe, and what its answer is good for. */
    interface Part<T> {
        T run() throws StripeException;
    }

    /** A write at Stripe, which answers the id of what it wrote. */
    interface Write extends Part<String> {}

    String step(String words, Write write) throws StripeException {
        steps.add(new CatalogSync.Step(words));
        return apply ? write.run() : NOT_YET;
    }

    /** The key of this run's one write of a thing. */
    RequestOptions key(String thing) {
        return StripeClients.withIdempotencyKey("omni:catalog:" + thing + ":" + run);
    }

    /** A part that a key may lack the permission for; a refusal then names it. */
    <T> T needing(KeyPermission permission, Part<T> part) throws StripeException {
        try {
            return part.run();
        } catch (PermissionException e) {
            throw lacking(permission, e);
        } catch (RuntimeException e) {
            // What goes wrong on a later page of a list comes wrapped.
            if (e.getCause() instanceof PermissionException cause) {
                throw lacking(permission, cause);
            }
            throw e;
        }
    }

    private PermissionException lacking(KeyPermission permission, PermissionException e) {
        var access = apply ? permission.sync() : KeyPermission.Access.READ;
        var words = "the API key needs the permission \"%s: %s\" (docs/stripe.md); %s"
                .formatted(
                        permission.resource(),
                        access.word(),
                        String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        return new PermissionException(words, null, e.getCode(), e.getStatusCode());
    }
}
