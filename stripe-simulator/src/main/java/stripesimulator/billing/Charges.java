package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.account.Template;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Shape;
import stripesimulator.customer.Decline;

/** {@code /v1/charges}: what the bank said to each payment of an invoice, good or bad. */
public final class Charges {

    static final String TYPE = Kinds.CHARGE;

    private static final Template CHARGE = Template.of("charge");

    private Charges() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of("created", Shape.MOMENTS, "customer", TEXT);
        return List.of(ApiRoute.list("/v1/charges", TYPE, filters, "customer"), ApiRoute.show("/v1/charges/{}", TYPE));
    }

    /** The newest one that a customer paid and has not disputed. */
    public static Optional<ObjectNode> newestUndisputed(Change change, String customer) {
        return change.newest(TYPE, customer)
                .filter(charge -> flag(charge, "paid") && !flag(charge, "disputed"))
                .map(ObjectNode::deepCopy)
                .findFirst();
    }

    static void make(Change change, JsonNode invoice, JsonNode card, Optional<Decline> decline) {
        boolean paid = decline.isEmpty();
        var amount = invoice.path("amount_due");
        var charge = CHARGE.start(
                change,
                change.nextId("ch_"),
                Map.ofEntries(
                        Map.entry("amount", amount),
                        Map.entry("billing", card.path("billing_details")),
                        Map.entry("captured", paid ? amount : 0),
                        Map.entry("card", cardAsCharged(card.path("card"))),
                        Map.entry("code", decline.map(Decline::code)),
                        Map.entry("currency", invoice.path("currency")),
                        Map.entry("customer", invoice.path("customer")),
                        Map.entry("descriptor", change.account().statementDescriptor()),
                        Map.entry("message", decline.map(Decline::message)),
                        Map.entry("method", card.path("id")),
                        Map.entry("network", paid ? "approved_by_network" : "declined_by_network"),
                        Map.entry("outcome", paid ? "authorized" : "issuer_declined"),
                        Map.entry("paid", paid),
                        Map.entry("reason", decline.map(Decline::declineCode)),
                        Map.entry("seller", decline.map(Decline::message).orElse("Payment complete.")),
                        Map.entry("status", paid ? "succeeded" : "failed")));
        change.put(paid ? "charge.succeeded" : "charge.failed", charge);
    }

    /** A charge shows less of its card than the payment method does. */
    private static ObjectNode cardAsCharged(JsonNode card) {
        var shown = (ObjectNode) card.deepCopy();
        shown.remove(List.of("display_brand", "generated_from", "networks", "three_d_secure_usage"));
        shown.set("network", card.path("brand"));
        return shown;
    }
}
