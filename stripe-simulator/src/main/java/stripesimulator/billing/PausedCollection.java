package stripesimulator.billing;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.api.ApiError;
import stripesimulator.api.ObjectLookup;

/**
 * A subscription whose invoices are not collected for now. They go on being made, and stay drafts, or become void or
 * uncollectible as they become final; the subscription's status stays as it is.
 */
public final class PausedCollection {

    private static final List<String> BEHAVIORS = List.of("keep_as_draft", "mark_uncollectible", "void");

    private PausedCollection() {}

    /** Pauses it, or goes on where no behavior is given. */
    public static ObjectNode set(Change change, String id, Optional<String> behavior) {
        behavior.filter(given -> !BEHAVIORS.contains(given)).ifPresent(given -> {
            throw ApiError.invalid("behavior", "behavior is none of " + String.join(", ", BEHAVIORS));
        });
        var before = ObjectLookup.byPath(change, Subscriptions.TYPE, id);
        return Documents.edit(change, Subscriptions.UPDATED, before, subscription -> {
            subscription.putNull("pause_collection");
            behavior.ifPresent(given -> subscription
                    .putObject("pause_collection")
                    .put("behavior", given)
                    .putNull("resumes_at"));
        });
    }

    /** What is done with the invoices of a subscription; nothing for one that is collected. */
    static String behavior(JsonNode subscription) {
        return text(subscription.path("pause_collection"), "behavior");
    }

    /** What is done with an invoice that became final. */
    static String of(Change change, JsonNode invoice) {
        return change.find(Subscriptions.TYPE, Invoices.subscription(invoice))
                .map(PausedCollection::behavior)
                .orElse("");
    }
}
