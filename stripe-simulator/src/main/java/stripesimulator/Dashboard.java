package stripesimulator;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.ObjectStore;
import stripesimulator.api.Answers.Answer;
import stripesimulator.api.ApiError;
import stripesimulator.api.ObjectLookup;
import stripesimulator.billing.Charges;
import stripesimulator.billing.CreditNotes;
import stripesimulator.billing.Disputes;
import stripesimulator.billing.InvoicePayments;
import stripesimulator.billing.Invoices;
import stripesimulator.billing.PausedCollection;
import stripesimulator.billing.PlanChange;
import stripesimulator.billing.Refunds;
import stripesimulator.billing.Subscriptions;
import stripesimulator.catalog.Prices;

/**
 * What an operator does on Stripe's dashboard, or a cardholder at the bank, for programs: {@code POST
 * /_sim/dashboard/<things>/<id>/<deed>} with a JSON body; it answers the object that came of it, or Stripe's error.
 */
final class Dashboard {

    static final String PATH = "/_sim/dashboard/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore store;

    Dashboard(ObjectStore store) {
        this.store = store;
    }

    Answer act(String path, String body) {
        var parts = path.substring(PATH.length()).split("/", -1);
        if (parts.length != 3) {
            return Answer.refusal(404, "Ask for " + PATH + "<things>/<id>/<deed>.");
        }
        try {
            if (!(JSON.readTree(body.isBlank() ? "{}" : body) instanceof ObjectNode given)) {
                return Answer.refusal(400, "The body is not a JSON object.");
            }
            return new Answer(200, store.change(change -> deed(change, parts[0], parts[1], parts[2], given)), "");
        } catch (JsonProcessingException e) {
            return Answer.refusal(400, "The body is not JSON.");
        }
    }

    private static ObjectNode deed(Change change, String things, String id, String deed, ObjectNode given) {
        return switch (things + " " + deed) {
            case "subscriptions plan" -> plan(change, id, given);
            case "subscriptions pause" ->
                PausedCollection.set(
                        change, id, Optional.of(given.path("behavior").asText("void")));
            case "subscriptions resume" -> PausedCollection.set(change, id, Optional.empty());
            case "customers dispute" ->
                Charges.newestUndisputed(change, id)
                        .map(charge -> Disputes.open(change, charge))
                        .orElseThrow(() -> ApiError.state("This customer has no payment to dispute."));
            case "disputes close" -> Disputes.close(change, id, flag(given, "lost"));
            case "charges refund" -> Refunds.give(change, id, number(given, "amount"));
            case "invoices process" -> InvoicePayments.process(change, id);
            case "invoices credit" -> CreditNotes.issue(change, id, number(given, "amount"));
            default -> throw ApiError.notFound("deed", things + "/" + deed);
        };
    }

    private static ObjectNode plan(Change change, String id, JsonNode given) {
        var subscription = ObjectLookup.byPath(change, Subscriptions.TYPE, id);
        var before = subscription.deepCopy();
        var price = Prices.forSale(change, "price", text(given, "price"));
        PlanChange.to(change, subscription, price, given.path("proration").asText("create_prorations"));
        Documents.replace(change, Subscriptions.UPDATED, before, subscription);
        Invoices.collectLatest(change, before, subscription);
        return ObjectLookup.byPath(change, Subscriptions.TYPE, id);
    }
}
